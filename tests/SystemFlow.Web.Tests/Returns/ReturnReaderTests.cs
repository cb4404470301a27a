using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Sitreps;
using SystemFlow.Testing;
using SystemFlow.Web.Returns;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Returns;

/// <summary>What the record gives for the daily situation report due on Monday 5 January 2026: beds of that day at 8am, events of Sunday.</summary>
public sealed class ReturnReaderTests
{
    private static readonly DateOnly Monday = new(2026, 1, 5);
    private static readonly DateTimeOffset At8am = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    private readonly RecordedSeries _record = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Beds_AreTheLastBefore8am_SummedOverTheTrustsHospitals()
    {
        Beds("RWH01", At8am.AddMinutes(-10), 561);
        Beds("RWH01", At8am.AddMinutes(5), 570);
        Beds("RWH20", At8am, 12);

        Assert.Equal((573d, ""), await FigureAsync("RWH", "G&A beds occ'd"));
    }

    [Fact]
    public async Task Beds_OfSomeHospitalsOnly_AreNoTotal()
    {
        Beds("RWG02", At8am, 561);

        Assert.Equal((null, "1 of 3 hospitals reported: a part is not the whole"), await FigureAsync("RWG", "G&A beds occ'd"));
    }

    [Fact]
    public async Task Beds_LastHeardInTheNight_AreBlankAndNotThoseOfTheNight()
    {
        Beds("RQWG0", At8am.AddHours(-6), 402);

        Assert.Equal((null, "The last report is too old for this moment"), await FigureAsync("RQW", "G&A beds occ'd"));
        Assert.Equal((null, "Nothing was reported"), await FigureAsync("RQW", "G&A Beds Open"));
    }

    [Fact]
    public async Task Events_AreThoseCountedByMidnight_AndNotWhatBeganTheNextDay()
    {
        Count("RQWG0", "ed.attendances", At8am.AddHours(-8).AddMinutes(-2), 287);
        Count("RQWG0", "ed.attendances", At8am.AddHours(-8).AddMinutes(3), 1);

        Assert.Equal((287d, ""), await FigureAsync("RQW", "A&E Attendances"));
    }

    [Fact]
    public async Task Events_OfAFeedThatStoppedInTheEvening_AreBlankAndNotAHalfDay()
    {
        Count("RQWG0", "ed.attendances", At8am.AddHours(-14), 190);

        Assert.Equal((null, "The last report is too old for this moment"), await FigureAsync("RQW", "A&E Attendances"));
    }

    [Fact]
    public async Task Beds_OfYesterdaysDailyReturn_AreNotTodays_AndHideNoHospital()
    {
        _record.Add("RQW", "beds.ga.occupied", At8am.AddDays(-1), 430, cadence: TimeSpan.FromDays(1));
        Assert.Equal((null, "Nothing was reported"), await FigureAsync("RQW", "G&A beds occ'd"));

        Beds("RQWG0", At8am, 402);
        Assert.Equal((402d, ""), await FigureAsync("RQW", "G&A beds occ'd"));
    }

    [Fact]
    public async Task Beds_CountedInTheNightByAnHourlySender_SayWhen()
    {
        _record.Add("RQWG0", "beds.ga.occupied", At8am.AddHours(-2), 402, cadence: TimeSpan.FromHours(1));

        Assert.Equal((402d, "Counted at 06:00"), await FigureAsync("RQW", "G&A beds occ'd"));
    }

    [Fact]
    public async Task Events_TypedInByHandInTheEvening_AreNoWholeDay()
    {
        _record.Add("RQWG0", "ed.attendances", At8am.AddHours(-10), 240, cadence: TimeSpan.FromHours(1));

        Assert.Equal((null, "Counted up to 22:00 only"), await FigureAsync("RQW", "A&E Attendances"));
    }

    [Fact]
    public async Task Events_OfOneHour_AreNoWholeDay()
    {
        var end = At8am.AddHours(-8).AddMinutes(-1);
        _record.Add(A.Reading with
        {
            Place = PlaceCode.Parse("RQWG0"),
            Metric = MetricKey.Parse("ed.attendances"),
            Value = 21,
            PeriodStart = end.AddHours(-1),
            PeriodEnd = end,
        });

        Assert.Equal((null, "Nothing was reported"), await FigureAsync("RQW", "A&E Attendances"));
    }

    [Fact]
    public async Task Beds_Before8am_AreNotCountedYet_AndNotCalledTooOld()
    {
        var tomorrow = EnglandCalendar.DateOf(TimeProvider.System.GetUtcNow()).AddDays(1);
        Beds("RQWG0", EnglandCalendar.Moment(tomorrow.ToDateTime(new TimeOnly(1, 50))), 402);

        Assert.Equal((null, "8am has not come yet"), await FigureAsync("RQW", "G&A beds occ'd", tomorrow));
    }

    [Fact]
    public async Task Events_OfADayThatIsNotOver_AreBlank()
    {
        var now = TimeProvider.System.GetUtcNow();
        _record.Add("RQWG0", "ed.attendances", now, 100, cadence: TimeSpan.FromMinutes(5));

        Assert.Equal((null, "The day is not over"), await FigureAsync("RQW", "A&E Attendances", EnglandCalendar.DateOf(now).AddDays(1)));
    }

    [Fact]
    public async Task Delays_Of30To60Minutes_AreWorkedOutFromWhatLiveFeedsCount()
    {
        Count("RQWG0", "ambulance.handover-over-30", At8am.AddHours(-8).AddMinutes(-2), 31);
        Count("RQWG0", "ambulance.handover-over-60", At8am.AddHours(-8).AddMinutes(-2), 12);

        Assert.Equal((19d, "Handovers over 30 minutes less those over 60"), await FigureAsync("RQW", "Delays30"));
        Assert.Equal((12d, ""), await FigureAsync("RQW", "Delays60"));
    }

    [Theory]
    [InlineData(2026, 3, 29, 7)] // The clocks go forward: 8am is 07:00 UTC, the day before still had 24 hours.
    [InlineData(2026, 10, 25, 8)] // They go back: 8am is 08:00 UTC.
    public async Task Beds_OnAMorningAfterTheClocksChanged_AreThoseAt8amOnTheWall(int year, int month, int day, int hourInUtc)
    {
        var at = new DateTimeOffset(year, month, day, hourInUtc, 0, 0, TimeSpan.Zero);
        Beds("RQWG0", at, 402);
        Beds("RQWG0", at.AddMinutes(1), 999);

        Assert.Equal((402d, ""), await FigureAsync("RQW", "G&A beds occ'd", new DateOnly(year, month, day)));
    }

    [Theory]
    [InlineData("2017-18")]
    [InlineData("2021-22")]
    public async Task Winter_ReadIn_ComesOutAsItWasPublished_CellByCell(string winter)
    {
        var taken = SitrepBody.Read(await PublishedWinter.ReadAsync(winter), Terms).Rows.Select(row => row.Reading).OfType<Reading>().ToList();
        var compared = 0;

        foreach (var day in taken.Where(IsOfBeds).Select(DayOf).Distinct().Order().Where((_, i) => i % 5 == 0)) // Every fifth day.
        {
            var record = new RecordedSeries();
            foreach (var reading in taken.Where(reading => Math.Abs(DayOf(reading).DayNumber - day.DayNumber) <= 2)) record.Add(reading);
            var reader = ReaderOf(record);
            var (due, next) = (await reader.ReadAsync(day, Cancelled), await reader.ReadAsync(day.AddDays(1), Cancelled));
            foreach (var (trust, after) in due.Zip(next))
            {
                foreach (var figure in trust.Beds.Concat(after.Events))
                {
                    var published = taken.FirstOrDefault(r => r.Place == trust.Place && r.Metric.Metric == figure.Metric && DayOf(r) == day)?.Value;
                    Assert.Equal((day, trust.Place, figure.Column, published), (day, trust.Place, figure.Column, figure.Value));
                    compared += figure.Value is null ? 0 : 1;
                }
            }
        }

        Assert.True(compared > 300, $"Only {compared} cells were compared.");
    }

    private static bool IsOfBeds(Reading reading) => reading.PeriodStart is null;

    private static DateOnly DayOf(Reading reading) => EnglandCalendar.DateOf(reading.PeriodStart ?? reading.PeriodEnd);

    private static IntakeTerms Terms => new(
        Footprint.HertfordshireWestEssex, MetricDictionary.Standard, new FeedOptions(), A.Monday9am, "published")
    { AnyAge = true };

    private static ReturnReader ReaderOf(RecordedSeries record) => new(record, Footprint.HertfordshireWestEssex, MetricDictionary.Standard, TimeProvider.System);

    private void Beds(string place, DateTimeOffset at, double occupied) => _record.Add(place, "beds.ga.occupied", at, occupied, cadence: TimeSpan.FromMinutes(15));

    private void Count(string place, string metric, DateTimeOffset at, double value) => _record.Add(place, metric, at, value, cadence: TimeSpan.FromMinutes(5));

    private async Task<(double? Value, string Remark)> FigureAsync(string trust, string column, DateOnly? due = null)
    {
        var returns = await ReaderOf(_record).ReadAsync(due ?? Monday, Cancelled);
        var figure = returns.Single(one => one.Place == PlaceCode.Parse(trust)).Figures.Single(figure => figure.Column == column);
        return (figure.Value, figure.Remark);
    }
}
