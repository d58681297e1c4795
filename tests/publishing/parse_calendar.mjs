// Reads an iCalendar file with ical.js, in strict mode, and tells what a calendar program would show of it.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [library, file] = process.argv.slice(2);
const ICAL = (await import(pathToFileURL(library))).default;
ICAL.design.strict = true;
const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    summary: event.summary,
    start: event.startDate.toJSDate().toISOString(),
    end: event.endDate.toJSDate().toISOString(),
    status: component.getFirstPropertyValue("status"),
    url: component.getFirstPropertyValue("url"),
    sequence: event.sequence,
    about: event.description,
  };
});
console.log(JSON.stringify({ name: calendar.getFirstPropertyValue("name"), events }));
