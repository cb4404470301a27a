using SystemFlow.Domain.Places;
using SystemFlow.Feeds.Adt;

namespace SystemFlow.Feeds.Tests.Adt;

/// <summary>What each event counts, and why some count nothing.</summary>
public sealed class AdtRulesTests
{
    [Theory]
    [InlineData("A04", "E", "ed.attendances +1 5 Jan 8")]
    [InlineData("A01", "E", "ed.admissions +1 5 Jan 8")]
    [InlineData("A03", "I", "discharges.total +1 5 Jan 8, discharges.by-1700 +1 5 Jan 8")]
    [InlineData("A01", "I", "")]
    [InlineData("A04", "O", "")]
    [InlineData("A03", "E", "")]
    [InlineData("A03", "O", "")]
    [InlineData("A02", "I", "")]
    [InlineData("A12", "I", "")]
    [InlineData("A08", "E", "")]
    public void Event_CountsWhatItMoves_AndIsAcceptedEitherWay(string trigger, string patientClass, string counts)
    {
        Assert.Equal(counts, Hl7.Counts(Hl7.Message(trigger, patientClass)));
        Assert.Equal(AdtAnswer.Accept, Hl7.Judge(Hl7.Message(trigger, patientClass)).Answer);
    }

    [Theory]
    [InlineData("202601041700", 2)]
    [InlineData("20260104170000.0000", 2)]
    [InlineData("202601041701", 1)]
    [InlineData("202601042359", 1)]
    public void Discharge_ByFive_IsCountedTwice(string at, int counts) =>
        Assert.Equal(counts, Hl7.Judge(Hl7.Message("A03", "I", at)).Counts.Length);

    [Theory]
    [InlineData("T")]
    [InlineData("D")]
    public void TestMessage_IsAcceptedAndNotCounted(string processing)
    {
        var verdict = Hl7.Judge(Hl7.Message("A04").Replace("|P|2.4", $"|{processing}|2.4", StringComparison.Ordinal));

        Assert.Equal((AdtAnswer.Accept, 0), (verdict.Answer, verdict.Counts.Length));
    }

    [Fact]
    public void TakingBack_BelongsToTheDayOfWhatIsTakenBack()
    {
        Assert.Equal("ed.admissions -1 4 Jan 23", Hl7.Counts(Hl7.Message("A11", extra: Hl7.Visit(admitted: "202601042350"))));
        Assert.Equal("discharges.total -1 4 Jan 18", Hl7.Counts(Hl7.Message("A13", "I", extra: Hl7.Visit("202601011200", "202601041800"))));
        Assert.Equal("discharges.total -1 4 Jan 8, discharges.by-1700 -1 4 Jan 8",
            Hl7.Counts(Hl7.Message("A13", "I", extra: Hl7.Visit(discharged: "202601040810"))));
    }

    [Theory]
    [InlineData("A11", "E", "", "202601041800", "PV1-44")]
    [InlineData("A13", "I", "202601011200", "", "PV1-45")]
    public void TakingBack_ThatDoesNotSayWhatFrom_IsAccepted_NotCounted_AndSaysSo(
        string trigger, string patientClass, string admitted, string discharged, string field)
    {
        var message = Hl7.Message(trigger, patientClass, extra: Hl7.Visit(admitted, discharged));

        var verdict = Hl7.Judge(message);

        Assert.Equal((AdtAnswer.Accept, field, "missing-field"), (verdict.Answer, verdict.Field, verdict.Reason));
        Assert.Empty(verdict.Counts);
        Assert.Contains($"MSA|AA|7|Not counted: send in {field} ", Hl7.Acked(message), StringComparison.Ordinal);
        Assert.DoesNotContain("ERR|", Hl7.Acked(message), StringComparison.Ordinal);
    }

    [Fact]
    public void EventTime_IsWhenItHappened_ElseWhenItWasRecorded_ElseWhenItWasSent()
    {
        var message = Hl7.Message("A04");

        Assert.EndsWith(" 7", Hl7.Counts(message.Replace("|202601050832", "|202601050832||||202601050710", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.EndsWith(" 8", Hl7.Counts(message), StringComparison.Ordinal);
        Assert.EndsWith(" 6", Hl7.Counts(message.Replace("|202601050832", "", StringComparison.Ordinal)
            .Replace("20260105083301", "20260105063301", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MAU^^^rwg02", "RWH", "RWG02")]
    [InlineData("MAU^^^RWH01&1.2.3&ISO", "RWH", "RWH01")]
    [InlineData("", "RWH01", "RWH01")]
    [InlineData("MAU", "RWH01", "RWH01")]
    [InlineData("MAU", "RY4", "RY4")] // A trust without sites of its own here.
    public void Place_IsTheSite_ElseTheSender(string site, string sender, string place) => Assert.Equal(place,
        $"{Hl7.Judge(Hl7.Message("A04", site: site).Replace("|RWH|", $"|{sender}|", StringComparison.Ordinal)).Counts[0].Place}");

    [Theory]
    [InlineData("", "RWH")]
    [InlineData("MAU", "RWH")]
    [InlineData("MAU", "board-enh")]
    [InlineData("MAU^^^RWH", "RWH01")]
    public void Event_IsNeverPutDownToAWholeTrust(string site, string sender)
    {
        var verdict = Hl7.Judge(Hl7.Message("A04", site: site).Replace("|RWH|", $"|{sender}|", StringComparison.Ordinal));

        Assert.Equal((AdtAnswer.Error, "PV1-3", "missing-field"), (verdict.Answer, verdict.Field, verdict.Reason));
        Assert.Empty(verdict.Counts);
    }

    [Theory]
    [InlineData("RWH01", "NOWHERE", "PV1-3", "unknown-place")]
    [InlineData("|E|", "||", "PV1-2", "missing-field")]
    [InlineData("PV1|", "PV9|", "PV1", "missing-field")]
    [InlineData("|202601050832", "|2026", "EVN-2", "bad-time")]
    [InlineData("|202601050832", "|20260105", "EVN-2", "bad-time")]
    [InlineData("|202601050832", "|202613050832", "EVN-2", "bad-time")]
    [InlineData("|202601050832", "|202601051200", "EVN-2", "in-the-future")]
    [InlineData("|202601050832", "|202512010832", "EVN-2", "too-old")]
    public void Message_ThatIsWrong_IsAnErrorWithItsPlace(string old, string now, string field, string reason)
    {
        var verdict = Hl7.Judge(Hl7.Message("A04").Replace(old, now, StringComparison.Ordinal));

        Assert.Equal((AdtAnswer.Error, field, reason), (verdict.Answer, verdict.Field, verdict.Reason));
        Assert.Empty(verdict.Counts);
    }

    [Theory]
    [InlineData("ADT^A04", "ORU^R01", "MSH-9")]
    [InlineData("|7|P|", "||P|", "MSH-10")]
    [InlineData("|7|P|", "|9434765919|P|", "MSH-10")]
    [InlineData("|7|P|", "|7|X|", "MSH-11")]
    public void Message_ThatIsNotForHere_IsRejected(string old, string now, string field)
    {
        var verdict = Hl7.Judge(Hl7.Message("A04").Replace(old, now, StringComparison.Ordinal));

        Assert.Equal((AdtAnswer.Reject, field), (verdict.Answer, verdict.Field));
    }

    [Fact]
    public void Key_OfAnotherPlace_MayNotCountHere()
    {
        var terms = Terms.At9am with { MayWrite = place => place == PlaceCode.Parse("RWG02") };

        Assert.Equal("not-allowed", AdtRules.Judge(Assert.Single(Hl7.Read(Hl7.Message("A04"))), terms).Reason);
    }

    [Theory]
    [InlineData("202607010030", "2026-06-30T23:30:00Z")] // British summer.
    [InlineData("202601010030", "2026-01-01T00:30:00Z")]
    [InlineData("202510260130", "2025-10-26T00:30:00Z")] // Twice in autumn: the first.
    [InlineData("202603290130", "2026-03-29T01:00:00Z")] // Skipped in spring: the moment of the skip.
    [InlineData("202601050832+0100", "2026-01-05T07:32:00Z")]
    [InlineData("20260105083215.1234-0500", "2026-01-05T13:32:15Z")]
    public void Time_WithoutAnOffset_IsUkTime(string text, string utc)
    {
        Assert.True(Hl7Time.TryRead(text, out var moment));
        Assert.Equal(DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture), moment);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026010508")]
    [InlineData("202601050860")]
    [InlineData("202602300832")]
    [InlineData("000001010000")]
    [InlineData("202601050832+1")]
    [InlineData("202601050832+9900")]
    [InlineData("20260105083215.")]
    [InlineData("189912312359")]
    [InlineData("999912312359-1400")]
    [InlineData("２02601050832")]
    public void Time_ThatIsNone_IsNotRead(string text) => Assert.False(Hl7Time.TryRead(text, out _));

    [Fact]
    public void LongDay_HasTwentyFiveHours()
    {
        var autumn = Terms.At9am with { Now = new DateTimeOffset(2025, 10, 27, 9, 0, 0, TimeSpan.Zero) };

        var last = AdtRules.Judge(Assert.Single(Hl7.Read(Hl7.Message("A04", at: "202510262345"))), autumn).Counts[0];

        Assert.Equal((new DateOnly(2025, 10, 26), 24), (last.Day, last.Hour));
    }
}
