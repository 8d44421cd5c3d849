//! What the readers make of the formats.

mod csv;
mod json_ld;
mod malformed;
mod real;
mod xml;

use chrono::{TimeZone, Utc};
use domain::Lang;
use domain::posting::{Apply, Arrangement, Employment, EmploymentSet, PayUnit, RawPlace, Shift, ShiftSet, intake};
use domain::reference::Province;
use domain::testing::real_data;
use proptest::prelude::*;

use super::*;

fn as_of() -> chrono::DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 7, 1, 12, 0, 0).unwrap()
}

/// The open data's columns that matter, in its order and with its names of 2026.
const OPEN_DATA: &str = "WIC Job Location Snapshot ID\tJob Title\tOriginal Job Title\tNOC21 Code\tFirst Posting Date\tVacancy Count\t\
    Placement Agency\tProvince/Territory\tCity\tWork Location Postal Code\tEconomic  Region\tEmployment Type\tEmployment Term\t\
    Employment Term Start Date\tEmployment Term Oncall\tEmployment Term Night\tEmployment Term Telework\tSalary Per\tSalary Minimum\t\
    Salary Maximum\tHours Per\tHours Minimum\tHours Maximum\n\
    41000001\tregistered nurse (R.N.)\tRN - ICU\t31301\t2026/07/03\t2\tNo\tOntario\tOttawa\tK1H 8L6\tOttawa\tFull time\tPermanent\tNA\tNA\tYes\tNA\t\
    Hour\t39.07\t56\tWeek\t37.5\t37.5\n\
    41000002\tpréposé/préposée aux bénéficiaires\tNA\t33102\t2026-07-04\t1\tYes\tQuébec\tMontréal\tNA\tMontréal\tPart time\tCasual\tNA\tYes\tNA\tNA\t\
    Hour\t25.28\tNA\tBi-weekly\t30\t60\n";

fn utf16(text: &str, big_endian: bool, mark: bool) -> Vec<u8> {
    let units = mark.then_some('\u{feff}').into_iter().chain(text.chars()).collect::<String>();
    units.encode_utf16().flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

const INDEED: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<source>
  <publisher>ATS</publisher>
  <job>
    <title><![CDATA[Registered Nurse (RN) – Emergency]]></title>
    <date><![CDATA[Mon, 03 Feb 2020 15:00:00 GMT]]></date>
    <referencenumber><![CDATA[R-1001]]></referencenumber>
    <url><![CDATA[https://careers.example.ca/jobs/1001?src=indeed&amp=1]]></url>
    <company><![CDATA[Kenora District Hospital]]></company>
    <city>Kenora</city><state>ON</state><country>CA</country><postalcode>P9N 2L4</postalcode>
    <description><![CDATA[<p>Join us.</p><ul><li>Current registration with the CNO</li><li>ACLS an asset</li></ul>]]></description>
    <salary>$37.93 to $54.37 per hour</salary>
    <jobtype>fulltime, permanent</jobtype>
    <experience>2+ years</experience>
    <expirationdate>2020-03-03</expirationdate>
  </job>
  <job>
    <title>Inhaloth&#233;rapeute &amp; formateur</title>
    <date>2020-02-04</date>
    <referencenumber>R-1002</referencenumber>
    <company>H&#xF4;pital Montfort</company>
    <city>Ottawa</city><state>Ontario</state><country>Canada</country>
    <remotetype>Fully remote</remotetype>
  </job>
  <job><title>Dateless</title><date>tomorrow</date></job>
  <job><title>Pharmacist</title><date>2020-02-04</date></job>
  <job><title>Dietitian</title><date>2020-02-04</date></job>
</source>"#;

#[test]
fn the_same_row_has_the_same_fingerprint_on_any_line() {
    let raw = Raw { title: "RN".into(), places: vec![RawPlace::default()], line: 3, ..Raw::default() };
    let moved = Raw { line: 9, ..raw.clone() };
    let other = Raw { hours: Some("40".into()), ..raw.clone() };
    assert_eq!(raw.fingerprint(), moved.fingerprint());
    assert_ne!(raw.fingerprint(), other.fingerprint());
    assert_eq!(raw.fingerprint().len(), 64);
}
