const d = new Date(Date.UTC(2024, 1, 29, 13, 4, 5, 67));
print(d.getTime(), d.getUTCFullYear(), d.getUTCMonth(), d.getUTCDate(), d.getUTCDay(), d.getUTCHours(), d.getUTCMinutes(), d.getUTCSeconds(), d.getUTCMilliseconds());
print(d.toISOString(), d.toJSON(), d.toUTCString());
print(d.toString()); print(d.toDateString()); print(d.toTimeString());
print(d.toLocaleDateString(), d.toLocaleTimeString(), d.toLocaleString());
print(new Date(0).toLocaleTimeString(), new Date(43200000).toLocaleTimeString(), new Date(-1).toISOString(), new Date(-62198755200000).toISOString(), new Date(8.64e15).toISOString(), new Date(-8.64e15).toISOString());
print(new Date(-62198755200000).toUTCString(), new Date(-62167219200001).toString());
d.setUTCMonth(12); print(d.toISOString());
d.setUTCDate(0); print(d.toISOString());
d.setUTCHours(25, 61, 61, 1001); print(d.toISOString());
d.setUTCMinutes(-1); print(d.toISOString());
d.setUTCSeconds(90, 5); print(d.toISOString());
d.setUTCMilliseconds(-1); print(d.toISOString());
d.setUTCFullYear(2023, 1, 29); print(d.toISOString());
print(d.setTime(5), d.setTime(NaN), d.getTime(), d.setUTCMonth(1), d.setUTCFullYear(2000), d.toISOString());
print(new Date(NaN).toString(), String(new Date(NaN)), new Date(8.64e15 + 1).getTime(), new Date(NaN).toJSON());
try { new Date(NaN).toISOString(); } catch (e) { print(e.name + ": " + e.message); }
try { Date.prototype.getTime.call({}); } catch (e) { print(e.name + ": " + e.message); }
print(typeof Date(), typeof Date.now(), new Date(2020, 0).getMonth(), new Date(99, 0).getFullYear(), new Date(100, 0).getFullYear(), new Date(new Date(5)).getTime(), new Date("5").getTime() === new Date(2001, 4, 1).getTime());
print(Date.UTC(), Date.UTC(2020), Date.UTC(2020, 5), Date.UTC(99, 0, 1), Date.UTC(2020, 0, 1, 0, 0, 0, 0.9), Date.UTC(275760, 8, 13, 0, 0, 0, 1), Date.UTC(2020, -1), Date.UTC(1970, 0, 1e8 + 1));
print(new Date(1000) - new Date(400), new Date(5) + 1 === new Date(5).toString() + "1", `${new Date(0)}`.slice(0, 15), new Date(3) > new Date(2), +new Date(7), new Date(7)[Symbol.toPrimitive]("number"));
print(new Date(0).getYear(), new Date(0).getTimezoneOffset(), Date.prototype.toGMTString === Date.prototype.toUTCString, Date.length, Date.UTC.length);
print(Date.prototype.toJSON.call({ valueOf() { return Infinity; } }), Date.prototype.toJSON.call({ toISOString() { return "iso"; } }));
// Every day of four centuries goes there and back.
let previous = Date.UTC(1899, 11, 31), good = 0;
for (let day = 0; day < 146097; day += 97) {
    const t = Date.UTC(1900, 0, 1 + day), x = new Date(t);
    if (Date.UTC(x.getUTCFullYear(), x.getUTCMonth(), x.getUTCDate()) === t && x.getUTCDay() === (1 + day) % 7) good++;
}
print(good);
// expect: 1709211845067 2024 1 29 4 13 4 5 67
// expect: 2024-02-29T13:04:05.067Z 2024-02-29T13:04:05.067Z Thu, 29 Feb 2024 13:04:05 GMT
// expect: Thu Feb 29 2024 13:04:05 GMT+0000 (Coordinated Universal Time)
// expect: Thu Feb 29 2024
// expect: 13:04:05 GMT+0000 (Coordinated Universal Time)
// expect: 2/29/2024 1:04:05 PM 2/29/2024, 1:04:05 PM
// expect: 12:00:00 AM 12:00:00 PM 1969-12-31T23:59:59.999Z -000001-01-01T00:00:00.000Z +275760-09-13T00:00:00.000Z -271821-04-20T00:00:00.000Z
// expect: Fri, 01 Jan -0001 00:00:00 GMT Fri Dec 31 -0001 23:59:59 GMT+0000 (Coordinated Universal Time)
// expect: 2025-01-29T13:04:05.067Z
// expect: 2024-12-31T13:04:05.067Z
// expect: 2025-01-01T02:02:02.001Z
// expect: 2025-01-01T01:59:02.001Z
// expect: 2025-01-01T02:00:30.005Z
// expect: 2025-01-01T02:00:29.999Z
// expect: 2023-03-01T02:00:29.999Z
// expect: 5 NaN NaN NaN 946684800000 2000-01-01T00:00:00.000Z
// expect: Invalid Date Invalid Date NaN null
// expect: RangeError: Invalid time value
// expect: TypeError: this is not a Date object.
// expect: string number 0 1999 100 5 true
// expect: NaN 1577836800000 1590969600000 915148800000 1577836800000 NaN 1575158400000 8640000000000000
// expect: 600 true Thu Jan 01 1970 true 7 7
// expect: 70 0 true 7 7
// expect: null iso
// expect: 1507
