using System.Text;
using SystemFlow.Domain.Places;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Replay;

namespace SystemFlow.Feeds.Tests.Replay;

/// <summary>Lists of made-up arrivals: what each fault of them does.</summary>
public sealed class ArrivalsFileTests
{
    private const string Header = "training_validation_test,arrival_datetime,sex,specialty,is_child\n";

    private static readonly IntakeTerms AtLister = Terms.At9am with { Place = PlaceCode.Parse("RWH01"), IsReplay = true };

    [Fact]
    public void Arrivals_AreFoldedIntoHours_AndNothingOfThemIsKept()
    {
        var file = Read(AtLister, "train,2031-03-01 07:12:49,F,medical,False", "train,2031-03-01 07:59:59,M,surgical,False", "test,2031-03-03 00:00:00,F,medical,False");

        Assert.Null(file.Refused);
        Assert.Equal(48, file.Readings); // Two days with arrivals; the one between has none, and is not in the file.
        var readings = file.Moments.SelectMany(moment => moment.Readings).ToList();
        Assert.Equal([2, 1], readings.Where(reading => reading.Value > 0).Select(reading => reading.Value));
        Assert.Equal(new DateTimeOffset(2031, 3, 1, 8, 0, 0, TimeSpan.Zero), readings.First(reading => reading.Value > 0).PeriodEnd);
        Assert.All(readings, reading => Assert.Equal(("RWH01", "ed.arrivals-last-hour", null, null),
            ($"{reading.Place}", $"{reading.Metric}", reading.Comment, reading.MessageId)));
    }

    [Fact]
    public void U01_InTheFuture_IsRefusedAsLive_AndTakenAsAReplayWhoseClockIsShifted()
    {
        const string Line = "train,2031-03-01 07:12:49,F,medical,False";

        var live = ArrivalsFile.Read(Encoding.UTF8.GetBytes(Header + Line), AtLister with { IsReplay = false }).Rows.ToList();
        var replay = Read(AtLister, Line);
        var clock = new ReplayClock(replay, 600, new SystemFlow.Testing.ManualTime(SystemFlow.Testing.A.Monday9am));

        Assert.All(live, row => Assert.Equal(Reasons.InTheFuture, Assert.Single(row.Refusals).Reason));
        Assert.Equal(24, replay.Answer.Accepted);
        Assert.Equal(2031, clock.GetUtcNow().AddHours(2).Year);
    }

    [Fact]
    public void U02_ATimeThatDoesNotExist_IsMovedToTheChange_WithAWarning()
    {
        var file = Read(AtLister, "train,2031-03-30 01:25:57,F,medical,False");

        Assert.Equal(23, file.Readings); // The shortest day.
        Assert.Equal(new DateTimeOffset(2031, 3, 30, 2, 0, 0, TimeSpan.Zero), HourWithAnArrival(file)); // From 2am, summer time.
        Assert.Equal([(2, ReportReasons.ClockChange)], file.Answer.Warnings.Select(warning => (warning.Row, warning.Reason)));
    }

    [Fact]
    public void U03_ATimeThatComesTwice_IsItsFirstComing_WithAWarning()
    {
        var file = Read(AtLister, "train,2031-10-26 01:51:16,F,medical,False");

        Assert.Equal(25, file.Readings);
        Assert.Equal(new DateTimeOffset(2031, 10, 26, 1, 0, 0, TimeSpan.Zero), HourWithAnArrival(file));
        Assert.Equal([(2, ReportReasons.ClockChange)], file.Answer.Warnings.Select(warning => (warning.Row, warning.Reason)));
    }

    [Fact]
    public void U04_OneTimeTwice_IsTwoArrivals()
    {
        var file = Read(AtLister, "train,2031-03-01 07:12:49,F,medical,False", "train,2031-03-01 07:12:49,M,surgical,False");

        Assert.Equal(2, file.Moments.Max(moment => moment.Readings[0].Value));
        Assert.Equal(0, file.Answer.WarningsTotal);
    }

    [Fact]
    public void U05_ABlankSpecialty_IsTaken()
    {
        var file = Read(AtLister, "train,2031-03-01 07:12:49,F,,True");

        Assert.Equal((24, 0), (file.Answer.Accepted, file.Answer.WarningsTotal));
    }

    [Fact]
    public void U06_AgeAndSpecialtyThatContradict_AreTakenWithAWarningEach()
    {
        var file = Read(AtLister,
            "train,2031-03-01 07:12:49,F,paediatric,False", "train,2031-03-01 08:12:49,F,medical,True", "train,2031-03-01 09:12:49,F,surgical,True");

        Assert.Equal([(2, "1 rows"), (3, "2 rows")], file.Answer.Warnings.Select(warning => (warning.Row, warning.Detail[..6])));
        Assert.Equal(24, file.Answer.Accepted);
    }

    [Theory]
    [InlineData("train,01/03/2031 07:12,F,medical,False", "bad-time")]
    [InlineData("train,9999-12-31 23:59:59,F,medical,False", "bad-time")]
    [InlineData("train,2031-03-01 07:12:49,F", "bad-row")]
    public void ALine_ThatCannotBeRead_IsRefusedAlone(string line, string reason)
    {
        var file = Read(AtLister, line, "train,2031-03-01 07:12:49,F,medical,False");

        Assert.Equal([(2, reason)], file.Answer.Rejected.Select(refusal => (refusal.Row, refusal.Reason)));
        Assert.Equal(24, file.Answer.Accepted);
    }

    [Theory]
    [InlineData(Header, "missing-field", null)]
    [InlineData("arrival_datetime,postcode\n", "unknown-column", "RWH01")]
    [InlineData(Header + "born 3 March 1950,2031-03-01 07:12:49,F,medical,False", "looks-like-a-patient", "RWH01")]
    public void AList_ThatCannotBeTaken_IsRefusedWhole(string body, string reason, string? place)
    {
        var terms = AtLister with { Place = place is null ? null : PlaceCode.Parse(place) };

        Assert.Equal(reason, ReplayFile.Read(Encoding.UTF8.GetBytes(body), terms).Refused?.Reason);
    }

    [Fact]
    public async Task U01_To_U06_ThePublishedList()
    {
        var file = ReplayFile.Read(await SharedData.ReadAsync("arrivals/emergency-arrivals-hourly-shape.csv"), AtLister);

        Assert.Equal(12_636, file.Moments.Sum(moment => moment.Readings[0].Value));
        Assert.Equal(306 * 24, file.Readings); // A day of 23 hours and one of 25 among them.
        Assert.Equal(0, file.Answer.RejectedTotal);
        Assert.Equal([1_238, 9_980], file.Answer.Warnings.Where(w => w.Reason == ReportReasons.ClockChange).Select(w => w.Row));
        Assert.Equal(["945 rows", "1201 rows"], file.Answer.Warnings.Where(w => w.Reason == ReportReasons.FieldsContradict)
            .Select(w => string.Join(' ', w.Detail.Split(' ')[..2])));
    }

    private static ReplayFile Read(IntakeTerms terms, params string[] lines) =>
        ReplayFile.Read(Encoding.UTF8.GetBytes(Header + string.Join('\n', lines)), terms);

    private static DateTimeOffset HourWithAnArrival(ReplayFile file) =>
        file.Moments.Single(moment => moment.Readings[0].Value > 0).At;
}
