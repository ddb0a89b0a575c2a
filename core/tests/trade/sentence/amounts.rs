//! Money as teachers say it: read to the 分, or not at all.

use studio_core::record::Scalar;
use studio_core::record_type::RecordType;

use super::{Eyes, text};

/// What an expense's form holds as its amount, in 分.
fn amount(line: &str) -> Option<i64> {
    let read = Eyes::new().read(line, Some(RecordType::Expense));
    match read.prefill.expect("a form").fields.get("amount") {
        Some(Scalar::Int(fen)) => Some(*fen),
        _ => None,
    }
}

#[test]
fn spoken_money_is_read_whole() {
    let told = [
        ("花了三万二买投影仪", 3_200_000),
        ("花了3万2买投影仪", 3_200_000),
        ("买电脑三万二千五", 3_250_000),
        ("两万五千三百块买电脑", 2_530_000),
        ("1万5千元买设备", 1_500_000),
        ("买设备三万零五十元", 3_005_000),
        ("买设备三万零五元", 3_000_500),
        ("买设备三点五万", 3_500_000),
        ("买设备3.5万元", 3_500_000),
        ("买设备十二万", 12_000_000),
        ("买设备2万5", 2_500_000),
        ("买音响一千零五十", 105_000),
        ("买音响一千二", 120_000),
        ("买音响一千二百三十四块五毛六", 123_456),
        ("买粉笔三百五", 35_000),
        ("买粉笔两百零八块", 20_800),
        ("买粉笔十五元", 1_500),
        ("买粉笔九块九", 990),
        ("花了九块九买粉笔", 990),
        ("35块6买本子", 3_560),
        ("12块5买本子", 1_250),
        ("买本子12块50", 1_250),
        ("买本子五块六毛", 560),
        ("买本子5元6角", 560),
        ("买本子三块二毛五", 325),
        ("买本子十块零五分", 1_005),
        ("买本子十块零五毛", 1_050),
        ("买橡皮八毛钱", 80),
        ("买橡皮五角", 50),
        ("买本子5块3本", 500),
        ("经费支出1,250元", 125_000),
        ("买设备12,500.50元", 1_250_050),
        ("买书1200.5元", 120_050),
        ("印会议材料三十五块六", 3_560),
        ("和王丽一块儿去买书花了200元", 20_000),
        ("买了两块黑板180元", 18_000),
        ("35元一本买了10本书，花了350元", 35_000),
        ("买书300元、复印50元，共350元", 35_000),
    ];
    for (line, fen) in told {
        assert_eq!(amount(line), Some(fen), "{line}");
    }
}

#[test]
fn of_several_amounts_none_is_guessed_and_every_word_is_kept() {
    let told = [
        ("预算买书五千，复印一千二，路费八百", RecordType::Budget),
        ("预算买书五千元，复印一千二百元", RecordType::Budget),
        ("预算买书五千元，复印一千二", RecordType::Budget),
        ("买书花了200元，复印花了50元", RecordType::Expense),
        ("报销 买书300 复印200", RecordType::Expense),
    ];
    for (line, of) in told {
        let read = Eyes::new().read(line, None);
        assert_eq!(read.sentence.record_type, Some(of), "{line}");
        for field in ["amount", "account", "what"] {
            let guessed = read.sentence.guesses.iter().any(|guess| guess.key == field);
            assert!(!guessed, "{line}: {field} {read:?}");
        }
        let note = text(&read, "note").unwrap_or_default();
        assert!(line.contains(&note) && note.chars().count() + 3 >= line.chars().count(), "{line}: {note}");
    }
}

#[test]
fn what_is_counted_is_no_money() {
    for line in ["买了5本书", "写了1万字的总结", "买了两块黑板", "报销 发票号 123456", "复印2，125元"]
    {
        assert_eq!(amount(line), None, "{line}");
    }
}
