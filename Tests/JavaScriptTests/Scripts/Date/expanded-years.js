// A date reads back from its own text, years before year 0 and beyond 9999 too. (V8 does not read the former.)
let good = 0;
for (const year of [-271000, -12345, -100, -1, 0, 1, 99, 100, 1969, 9999, 10000, 275000]) {
    const date = new Date(Date.UTC(2000, 5, 7, 8, 9, 10));
    date.setUTCFullYear(year);
    const t = date.getTime();
    if (Date.parse(date.toUTCString()) === t && Date.parse(date.toString()) === t && Date.parse(date.toISOString()) === t) good++;
    else print(date.toISOString(), date.toString(), date.toUTCString());
}
print(good);
// expect: 12
