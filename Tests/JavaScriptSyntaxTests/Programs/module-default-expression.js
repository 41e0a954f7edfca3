// kind: module
export default (function () {}).name;
