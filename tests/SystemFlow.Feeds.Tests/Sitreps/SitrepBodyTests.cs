using System.Text;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Sitreps;
using SystemFlow.Testing;
using static SystemFlow.Feeds.Tests.Sitreps.SitrepFixtures;

namespace SystemFlow.Feeds.Tests.Sitreps;

public sealed class SitrepBodyTests
{
    [Fact]
    public void Figure_SaysWhenAndHowOftenAndFromWhom()
    {
        var reading = Read("", "RWH,East,2020-01-04,600,500").Of("beds.ga.open");

        Assert.Equal("RWH", reading.Place.ToString());
        Assert.Equal((new DateTimeOffset(2020, 1, 4, 8, 0, 0, TimeSpan.Zero), TimeSpan.FromDays(1), "test", A.Monday9am),
            (reading.PeriodEnd, reading.Cadence, reading.Source, reading.SubmittedAt));
    }

    [Fact]
    public void Replay_SubmitsAFigureWhenItWasTrue()
    {
        var rows = ReadAll(Import with { IsReplay = true }, "Code,Name,Date,G&A Beds Open,G&A beds occ'd\nRWH,East,2031-01-04,600,500");

        Assert.All(rows, row => Assert.Equal(row.Reading!.PeriodEnd, row.Reading.SubmittedAt));
    }

    [Theory]
    [InlineData("RWH,East,2020-01-04,6000,500", "out-of-range")]
    [InlineData("RWH,East,2020-01-04,-6,", "out-of-range")]
    [InlineData("RWH,East,2020-01-04,600.5,500", "not-whole")]
    [InlineData("RWH,East,2020-01-04,Inf,500", "not-a-number")]
    [InlineData("RWH,East,2020-01-04,６００,500", "not-a-number")]
    [InlineData("RWH,East,2026-01-06,600,", "in-the-future")]
    public void Figure_ThatCannotBe_IsRefusedByItself(string line, string reason)
    {
        var rows = Read("", line);

        Assert.Contains(rows, row => row.Refusals.Any(refusal => refusal.Reason == reason));
        Assert.Equal(2, rows.Count);
    }

    [Theory]
    [InlineData("RWH,East,04/01/2020,600,500", "bad-time")]
    [InlineData("R W,East,2020-01-04,600,500", "unknown-place")]
    [InlineData(",East,2020-01-04,600,500", "unknown-place")]
    [InlineData("RWH,East,2020-01-04,600", "bad-row")]
    [InlineData("RWH,\"East,2020-01-04,600,500", "bad-row")]
    public void Line_ThatCannotBeRead_IsRefusedAlone(string line, string reason)
    {
        var rows = Read("", line, "RWG,West,2020-01-04,700,600");

        Assert.Equal(reason, Assert.Single(rows.Refusals()).Reason);
        Assert.Equal(2, rows.Count(row => row.Reading is not null));
    }

    [Fact]
    public void WithoutAnImport_OldReportsAreTooOld()
    {
        var rows = ReadAll(Terms.At9am, "Code,Name,Date,G&A Beds Open,G&A beds occ'd\nRWH,East,2015-12-01,600,500");

        Assert.All(rows, row => Assert.Equal("too-old", Assert.Single(row.Refusals).Reason));
    }

    [Fact]
    public void Key_ThatMayNotWriteForTheTrust_IsRefused()
    {
        var rows = ReadAll(Import with { MayWrite = _ => false }, "Code,Name,Date,G&A Beds Open,G&A beds occ'd\nRWH,East,2015-12-01,600,500");

        Assert.Equal([("Code", "not-allowed")], rows.Refusals());
    }

    [Theory]
    [InlineData("RWH,\"born 12 March 1950\",2020-01-04,600,500")]
    [InlineData("RWH,943 476 5919,2020-01-04,600,500")]
    [InlineData("RWH,East,2020-01-04,600,500,9434765919")]
    public void APatient_AnywhereButInAFigure_RefusesTheReport(string line)
    {
        var read = SitrepBody.Read(
            Encoding.UTF8.GetBytes($"Code,Name,Date,G&A Beds Open,G&A beds occ'd\nRWG,West,2020-01-04,1,1\n{line}"), Import);

        Assert.Equal(PatientGuard.Refusal, read.Refused);
        Assert.Empty(read.Rows);
    }
}
