// kind: module
import "a"; import b from "c"; import * as d from "e"; import { f, g as h, default as i, "string" as j } from "k";
import l, * as m from "n"; import o, { p } from "q"; import {} from "r"; import s from "t" with { type: "json", "key": "value" };
export * from "a"; export * as ns from "b"; export * as "string ns" from "c"; export {}; export { b, d as e2, f as "f s" };
export { x, y as z, "q" as w } from "m" with { type: "json" }; export { default as dd } from "m";
export var v1 = 1; export let l1, l2; export const [c1, { c2 }] = []; export function f1() {} export class C1 {} export async function f2() {} export function* f3() {}
export default class {}
await a; for await (const x of y); import.meta.url; import("x"); import.meta;
const z = async () => await 1;
