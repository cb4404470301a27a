using System.Globalization;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Tests.Components;

public sealed class WordsTests
{
    [Theory]
    [InlineData("-00:00:20", "under 1 min", "just now")]
    [InlineData("00:00:59", "under 1 min", "just now")]
    [InlineData("00:02:10", "2 min", "2 min ago")]
    [InlineData("00:59:59", "59 min", "59 min ago")]
    [InlineData("03:00:00", "3 h", "3 h ago")]
    [InlineData("03:05:00", "3 h 5 min", "3 h 5 min ago")]
    [InlineData("1.12:00:00", "1 day", "1 day ago")]
    [InlineData("45.00:00:00", "45 days", "45 days ago")]
    public void Age_IsSaidInWords(string age, string length, string ago)
    {
        var old = TimeSpan.Parse(age, CultureInfo.InvariantCulture);

        var words = (AgeText.Of(old), AgeText.Ago(old));

        Assert.Equal((length, ago), words);
    }

    [Theory]
    [InlineData(Freshness.Fresh, "40 min ago")]
    [InlineData(Freshness.Late, "Late: 40 min")]
    [InlineData(Freshness.Silent, "Silent: 40 min")]
    [InlineData(Freshness.NeverSeen, "No data")]
    public void Age_SaysHowFarItCanBeTrusted(Freshness freshness, string words) =>
        Assert.Equal(words, AgeText.Of(freshness, TimeSpan.FromMinutes(40)));

    [Theory]
    [InlineData("2026-02-28T00:00:00Z", "2026-03-31T23:00:00Z", "February to March 2026")]
    [InlineData("2026-03-01T00:00:00Z", "2026-03-31T23:00:00Z", "March 2026")]
    [InlineData("2026-01-01T00:00:00Z", "2026-03-31T23:00:00Z", "January to March 2026")]
    [InlineData("2025-12-01T00:00:00Z", "2026-01-31T00:00:00Z", "December 2025 to January 2026")]
    [InlineData(null, "2026-04-30T23:00:00Z", "April 2026")]
    public void Period_OfAPublishedFigure_IsItsMonths(string? start, string end, string words)
    {
        var reading = A.Reading with
        {
            PeriodStart = start is null ? null : DateTimeOffset.Parse(start, CultureInfo.InvariantCulture),
            PeriodEnd = DateTimeOffset.Parse(end, CultureInfo.InvariantCulture),
        };

        Assert.Equal(words, PeriodText.Of(reading));
    }

    [Theory]
    [InlineData(1204, Unit.Patients, "1,204")]
    [InlineData(0, Unit.Ambulances, "0")]
    [InlineData(96.4, Unit.Percent, "96%")]
    [InlineData(103.6, Unit.Percent, "104%")]
    [InlineData(4.62, Unit.Percent, "4.6%")]
    [InlineData(5, Unit.Percent, "5%")]
    [InlineData(45, Unit.Minutes, "45 min")]
    [InlineData(380, Unit.Minutes, "6 h 20 min")]
    [InlineData(120, Unit.Minutes, "2 h")]
    public void Value_IsSaidInItsUnit(double value, Unit unit, string words) =>
        Assert.Equal(words, FigureText.Of(value, unit));

    // Clocks go back on 25 October 2026 at 2am and forward on 28 March 2027 at 1am.
    [Theory]
    [InlineData("2026-01-05T09:41:07Z", "9:41am", "09:41:07")]
    [InlineData("2026-07-05T16:30:00Z", "5:30pm", "17:30:00")]
    [InlineData("2026-01-05T09:00:00Z", "9am", "09:00:00")]
    [InlineData("2026-01-05T12:00:00Z", "midday", "12:00:00")]
    [InlineData("2026-01-05T00:00:00Z", "midnight", "00:00:00")]
    [InlineData("2026-10-25T00:30:00Z", "1:30am BST", "01:30:00 BST")]
    [InlineData("2026-10-25T01:30:00Z", "1:30am GMT", "01:30:00 GMT")]
    [InlineData("2026-10-25T02:30:00Z", "2:30am", "02:30:00")]
    [InlineData("2027-03-28T00:59:00Z", "12:59am", "00:59:00")]
    [InlineData("2027-03-28T01:00:00Z", "2am", "02:00:00")]
    public void Clock_IsTheUnitedKingdoms(string at, string clock, string seconds)
    {
        var moment = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);

        var words = (UkTime.Clock(moment), UkTime.ClockSeconds(moment));

        Assert.Equal((clock, seconds), words);
    }

    [Fact]
    public void Date_IsReadTheBritishWay() =>
        Assert.Equal("1 February 2018 at midnight", UkTime.DateAndClock(new DateTimeOffset(2018, 2, 1, 0, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void Level_NotKnown_IsNeverTheCalmOne()
    {
        var (words, style) = (LevelText.Of(null), LevelText.Tint(null));

        Assert.Equal("Not known", words);
        Assert.DoesNotContain("--1", style);
    }

    [Fact]
    public void Pressure_OfARollUp_SaysWhoIsMissingAndHowFarItCouldBeOff()
    {
        var pressure = new Pressure(OpelLevel.Three, 24.25, 20, 29.5, [], new Coverage(2, 3));

        var words = (LevelText.Completeness(pressure, PlaceKind.Trust), LevelText.Range(pressure, PressureRules.Standard), LevelText.Score(pressure, PressureRules.Standard));

        Assert.Equal(("2 of 3 hospitals known", "Could be 20 to 29.5: something is missing", "24.3 of 44 points"), words);
    }

    [Fact]
    public void Pressure_WhereTheWorstLevelCounts_IsALevelAndNoPoints()
    {
        var worst = PressureRules.Shipped.First(rules => rules.Combine is Combine.Worst);
        var metric = worst.Parameters[0].Of[0].Metric;
        var place = new Pressure(OpelLevel.Three, 3, 3, 4, [new PressurePart(metric, 97, 3, 4)], new Coverage(1, 2));
        var board = new Pressure(OpelLevel.Three, 2.7, 2.2, 3.1, [], new Coverage(2, 3));

        Assert.Equal(("Its worst measure is at OPEL 3", "Could be OPEL 3 to OPEL 4: something is missing"), (LevelText.Score(place, worst), LevelText.Range(place, worst)));
        Assert.Equal(("The mean of its members is OPEL 2.7", "Could be OPEL 2.2 to OPEL 3.1: something is missing"), (LevelText.Score(board, worst), LevelText.Range(board, worst)));
    }

    [Fact]
    public void Pressure_Unknown_SaysSo() =>
        Assert.Equal("Too little is known to score", LevelText.Score(Pressure.Unknown, PressureRules.Standard));
}

public sealed class CellTests
{
    private static readonly Metric Occupied = MetricDictionary.Standard[A.BedsOccupied];

    [Fact]
    public void Cell_NothingEverSent_IsNoData() => Assert.Equal("No data", Cell.Of(null, Occupied, A.Monday9am).Text);

    [Fact]
    public void Cell_Zero_IsZeroAndNotMissing() =>
        Assert.Equal("0", Cell.Of(Screen.Figure("RWH01", "beds.ga.occupied", 0, TimeSpan.Zero), Occupied, A.Monday9am).Text);

    [Theory]
    [InlineData(Absent.Unknown, "No data", null)]
    [InlineData(Absent.Unsupported, "No data", "Cannot be supplied")]
    [InlineData(Absent.NotApplicable, "Not applicable", null)]
    public void Cell_SourceHasNoValue_SaysWhy(Absent absent, string text, string? note)
    {
        var figure = Screen.Figure("RWH01", "beds.ga.occupied", null, TimeSpan.Zero);
        figure = figure with { Reading = figure.Reading with { Absent = absent } };

        var cell = Cell.Of(figure, Occupied, A.Monday9am);

        Assert.Equal((text, note), (cell.Text, cell.Note));
    }

    // Beds are due every 15 minutes: late after 22.5, silent from 45.
    [Theory]
    [InlineData(20, null, "flow-num")]
    [InlineData(40, "Late: 40 min", "flow-num flow-late")]
    [InlineData(134, "2 h 14 min old", "flow-num flow-stale")]
    public void Cell_AnOldFigure_ShowsItsAge(int minutes, string? note, string style)
    {
        var figure = Screen.Figure("RWH01", "beds.ga.occupied", 561, TimeSpan.FromMinutes(minutes));

        var cell = Cell.Of(figure, Occupied, A.Monday9am);

        Assert.Equal(new Cell("561", note, style), cell);
    }

    [Fact]
    public void Cell_AgesAfterItsStateWasMade()
    {
        var figure = Screen.Figure("RWH01", "beds.ga.occupied", 561, TimeSpan.Zero);

        var later = Cell.Of(figure, Occupied, A.Monday9am + TimeSpan.FromHours(1));

        Assert.Equal("1 h old", later.Note);
    }

    [Fact]
    public void Cell_ADailyReturn_IsNotSilentBecauseALiveFeedWouldBe()
    {
        var figure = Screen.Figure("RWH01", "beds.ga.occupied", 561, TimeSpan.FromHours(9));
        figure = new Figure(figure.Reading with { Cadence = TimeSpan.FromDays(1) }, Freshness.Fresh);

        var cell = Cell.Of(figure, Occupied, A.Monday9am);

        Assert.Null(cell.Note);
    }

    [Fact]
    public void Cell_ARollUpWithSomebodyMissing_SaysHowManyAreInIt()
    {
        var figure = Screen.Figure("RWH", "beds.ga.occupied", 900, TimeSpan.Zero) with { Coverage = new Coverage(2, 3) };

        var cell = Cell.Of(figure, Occupied, A.Monday9am);

        Assert.Equal(new Cell("900", "2 of 3 reporting", "flow-num"), cell);
    }
}
