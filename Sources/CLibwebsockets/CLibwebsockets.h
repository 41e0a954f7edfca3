// libwebsockets and its libuv loop, with constants in place of the macros that Swift does not see.
// https://libwebsockets.org/lws-api-doc-v4.1-stable/html/index.html
#ifndef ENCLAVE_CLIBWEBSOCKETS_H
#define ENCLAVE_CLIBWEBSOCKETS_H

#include <libwebsockets.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <uv.h>

/// Bytes that have to be free in front of each payload given to `lws_write`.
static const size_t enclave_lws_pre = LWS_PRE;

/// Options of every context: our own libuv loop, and virtual hosts made one by one.
static const uint64_t enclave_lws_context_options = LWS_SERVER_OPTION_LIBUV | LWS_SERVER_OPTION_EXPLICIT_VHOSTS;

/// Option of a virtual host that speaks only to peers with a certificate it knows the issuer of.
static const uint64_t enclave_lws_require_client_certificate = LWS_SERVER_OPTION_REQUIRE_VALID_OPENSSL_CLIENT_CERT;

/// Option of a virtual host that has TLS, and of the context that sets it up for the process.
static const uint64_t enclave_lws_use_tls = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;

/// Option of a virtual host that accepts certificates of its own authorities only, not also of the system's.
static const uint64_t enclave_lws_no_system_authorities = LWS_SERVER_OPTION_DISABLE_OS_CA_CERTS;

/// TLS 1.2 or later, without compression and renegotiation.
static const long enclave_tls_options =
    (long)(SSL_OP_NO_SSLv3 | SSL_OP_NO_TLSv1 | SSL_OP_NO_TLSv1_1 | SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);

/// Takes a waiting peer of a listening socket, with flags for the new socket. The system's headers show it to GNU C only.
extern int accept4(int socket, struct sockaddr *address, socklen_t *length, int flags);

#endif
