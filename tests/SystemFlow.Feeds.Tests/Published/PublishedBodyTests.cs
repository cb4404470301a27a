using System.Text;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Published;
using SystemFlow.Feeds.Tests.Sitreps;
using static SystemFlow.Feeds.Tests.Published.PublishedFixtures;

namespace SystemFlow.Feeds.Tests.Published;

public sealed class PublishedBodyTests
{
    [Theory]
    [InlineData("colour,size", "unknown-return", "Ambulance handovers, daily")]
    [InlineData("", "unreadable", "empty")]
    [InlineData("trust_code,date,handover_known,over_15,over_30,over_45,over_60,all_handovers,total_hours", "missing-column", "'handover_unknown'")]
    [InlineData(Handovers + ",weather", "unknown-column", "'weather'")]
    [InlineData(Handovers + ",NHS number", "looks-like-a-patient", "counts only")]
    [InlineData(Handovers + ",Date", "repeated-field", "'date'")]
    [InlineData("training_validation_test,arrival_datetime,sex,specialty,is_child", "looks-like-a-patient", "counts only")]
    public void Header_ThatIsNoReturns_IsRefusedWithAdvice(string header, string reason, string advice)
    {
        var read = PublishedBody.Read(Encoding.UTF8.GetBytes(header), Import);

        Assert.Equal(reason, read.Refused?.Reason);
        Assert.Contains(advice, read.Refused!.Detail, StringComparison.Ordinal);
        Assert.Empty(read.Rows);
    }

    [Fact]
    public void SituationReport_IsReadAsOne()
    {
        var rows = Read("Code,Name,Date,G&A Beds Open,G&A beds occ'd", "RWH,East,2019-12-02,600,500");

        Assert.Equal([600, 500], rows.Select(row => row.Reading!.Value));
    }

    [Fact]
    public void Columns_AreFoundByNameInAnyOrderAndLetterCase()
    {
        var rows = Read("DATE,Calls triaged,Calls_Answered_60s,calls_answered,calls_received", "2025-11-24,7,8,9,10");

        Assert.Equal([10, 9, 8, 7], rows.Select(row => row.Reading!.Value));
    }

    [Fact]
    public void OtherOrganisations_AreCounted_AndWhatIsNoCodeIsRefused()
    {
        var rows = Read(Acute, "RXX,2022-04-01,1,1,0,1", "R X,2022-04-01,1,1,0,1", "rwh,2022-04-01,9,1,0,1");

        Assert.Equal([2], rows.Where(row => row.Outcome is RowOutcome.Outside).Select(row => row.Row));
        Assert.Equal([("trust_code", Reasons.UnknownPlace)], rows.Refusals());
        Assert.Equal(9, rows.All("nctr.in-day", "RWH").Single().Value);
    }

    [Theory]
    [InlineData("RWH,2022-04-01,9.5,1,0,1", "not-whole")]
    [InlineData("RWH,2022-04-01,-9,1,0,1", "out-of-range")]
    [InlineData("RWH,2022-04-01,Inf,1,0,1", "not-a-number")]
    [InlineData("RWH,2022-04-01,9,1,0,10", "part-exceeds-whole")]
    [InlineData("RWH,01/04/2022,9,1,0,1", "bad-time")]
    [InlineData("RWH,0001-01-01,9,1,0,1", "bad-time")]
    [InlineData("RWH,2026-07-01,9,1,0,1", "in-the-future")]
    [InlineData("RWH,2022-04-01,9,1,0", "bad-row")]
    public void WhatCannotBe_IsRefusedAlone(string line, string reason)
    {
        var rows = Read(Acute, line, "RWG,2022-04-01,20,2,1,3");

        Assert.All(rows.Refusals(), refusal => Assert.Equal(reason, refusal.Reason));
        Assert.NotEmpty(rows.Refusals());
        Assert.Equal(17, rows.All("nctr.patients", "RWG").Single().Value);
        Assert.Empty(rows.All("nctr.patients", "RWH"));
    }

    [Fact]
    public void ARefusedFigure_CanBeCorrectedAndSentAgain_ButNoPartOfOne()
    {
        var rows = Read(Ae16, "MSitAE-APRIL-2020,RWH,X,EAST,600.5,0,0,60,0,0,1.5,0,0,0,0,0").Where(row => row.Refusals.Length > 0).ToList();

        Assert.Equal([false, true], rows.Select(row => row.Sent is not null));
        Assert.Contains("monthly.ed.dta-4-to-12h", rows[1].Sent, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoLinesOfOnePlaceAndPeriod_AreBothRefused()
    {
        var rows = Read(Acute, "RWH,2022-04-01,9,1,0,1", "RWG,2022-04-01,9,1,0,1", "RWH,2022-04-01,8,1,0,1");

        Assert.Equal([2, 4], rows.Where(row => row.Refusals.Length > 0).Select(row => row.Row));
        Assert.All(rows.Refusals(), refusal => Assert.Equal(("date", Reasons.ConflictingDuplicate), refusal));
        Assert.Empty(rows.All("nctr.in-day", "RWH"));
    }

    [Fact]
    public void ASecondTotalOfOnePeriod_IsRefused_AndTheFirstHeldAgainstTheSum()
    {
        var rows = Read(Acute,
            "RWH,2022-04-01,9,1,0,1", "TOTAL,2022-04-01,9,1,0,1", "TOTAL,2022-04-02,8,1,0,1", "TOTAL,2022-04-01,9,1,0,1", "RWH,2022-04-02,7,1,0,1");

        Assert.Equal([5], rows.Where(row => row.Outcome is RowOutcome.Refused).Select(row => row.Row));
        Assert.Equal([("date", Reasons.ConflictingDuplicate)], rows.Refusals());
        Assert.Equal([4], rows.Warned(ReportReasons.DoesNotMatchItsTrusts));
    }

    /// <summary>Memory stands for work here: it is the same on every machine.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TwiceTheLines_TakeNoMoreThanTwiceTheWork(bool hasTotals)
    {
        var one = BytesToRead(2_000, hasTotals);
        var two = BytesToRead(4_000, hasTotals);

        Assert.True(two < 3 * one, $"{one} bytes, then {two}.");
    }

    [Fact]
    public void Key_ThatMayNotWriteForThePlace_IsRefused()
    {
        var terms = Import with { MayWrite = place => place.ToString() == "RWG" };

        var trusts = ReadAll(terms, Acute, "RWH,2022-04-01,9,1,0,1", "RWG,2022-04-01,9,1,0,1");
        var calls = ReadAll(terms, Calls, "2025-11-24,10,9,8,7");

        Assert.Equal([("trust_code", Reasons.NotAllowed)], trusts.Refusals());
        Assert.Equal([("date", Reasons.NotAllowed)], calls.Refusals());
    }

    [Fact]
    public void WithoutAnImport_OldReturnsAreTooOld()
    {
        var rows = ReadAll(Terms.At9am, Acute, "RWH,2022-04-01,9,1,0,1");

        Assert.Equal([("date", Reasons.TooOld)], rows.Refusals());
    }

    [Theory]
    [InlineData("community,trust,RY4,\"born 12 March 1950\",2023-08-01,14,2,12,x")]
    [InlineData("community,trust,RY4,Herts,2023-08-01,14,2,12,943 476 5919")]
    public void APatient_AmongTheWords_RefusesTheFile(string line)
    {
        var read = PublishedBody.Read(Encoding.UTF8.GetBytes($"{Community}\n{line}"), Import);

        Assert.Equal(PatientGuard.Refusal, read.Refused);
    }

    [Fact]
    public void TooManyLines_AreRefusedWhole()
    {
        var terms = Import with { Options = new FeedOptions { MaxRows = 1 } };

        var read = PublishedBody.Read(Encoding.UTF8.GetBytes($"{Calls}\n2025-11-24,1,1,1,1\n2025-11-25,1,1,1,1\n"), terms);

        Assert.Equal(Reasons.TooManyRows, read.Refused?.Reason);
    }

    [Fact]
    public void Replay_SubmitsAFigureWhenItWasTrue()
    {
        var rows = ReadAll(Import with { IsReplay = true }, Calls, "2031-01-01,10,9,8,7");

        Assert.All(rows, row => Assert.Equal(row.Reading!.PeriodEnd, row.Reading.SubmittedAt));
        Assert.Equal(4, rows.Count);
    }

    /// <summary>What is allocated to read so many lines of one place and day, or of other places and as many totals.</summary>
    private static long BytesToRead(int lines, bool hasTotals)
    {
        string[] body = [.. Enumerable.Repeat(hasTotals ? "RXX,2022-04-01,9,1,0,1" : "RWH,2022-04-01,9,1,0,1", lines),
            .. Enumerable.Repeat("TOTAL,2022-04-01,9,1,0,1", hasTotals ? lines : 0)];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(Acute, body);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
