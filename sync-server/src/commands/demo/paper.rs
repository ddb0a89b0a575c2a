//! A scan for the made-up county: a certificate as a PDF of one page, in lines and a word, with nobody's name in it.

/// The certificate of a number: another one each time, and the same for the same number.
pub(super) fn certificate(number: u32) -> Vec<u8> {
    let frames = "2 w 40 40 762 515 re S 1 w 52 52 738 491 re S 300 150 m 540 150 l S";
    let words = format!("BT /F1 34 Tf 300 390 Td (SAMPLE) Tj /F1 14 Tf -10 -250 Td (No. {number:06}) Tj ET");
    let drawing = format!("0.72 0.12 0.1 RG {frames} {words}");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 595] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{drawing}\nendstream", drawing.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>".to_owned(),
    ];
    written(&objects).into_bytes()
}

/// The objects one after the other, and the table of where each begins.
fn written(objects: &[String]) -> String {
    let mut paper = "%PDF-1.4\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(objects) {
        table.push_str(&format!("{:010} 00000 n \n", paper.len()));
        paper.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let start = paper.len();
    let size = objects.len() + 1;
    format!("{paper}{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use studio_core::scan;

    #[test]
    fn a_certificate_is_a_scan_as_phones_bring_one_and_its_table_says_where_everything_is() {
        let paper = certificate(7);
        assert_eq!(scan::look(&paper, |_, _| None), Ok(()));
        assert_ne!(paper, certificate(8));
        let text = String::from_utf8(paper).unwrap();
        let places = text.lines().filter_map(|line| line.strip_suffix(" 00000 n ")?.parse::<usize>().ok());
        for (number, place) in (1..).zip(places) {
            assert!(text[place..].starts_with(&format!("{number} 0 obj")), "{number}");
        }
    }
}
