using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Series;
using SystemFlow.Web.Entry;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Entry;

/// <summary>Figures by hand, through the whole program to the record and the screen.</summary>
public sealed class EntryDeskTests(FlowApp app) : IClassFixture<FlowApp>
{
    private const string Cheshunt = "RY424", PottersBar = "RY402", Hertsmere = "loc-hertsmere", Harpenden = "base-harpenden";

    private static readonly ClaimsPrincipal Jo = Screen.SignedIn("Jo Smith", "ward clerk");

    [Fact]
    public async Task Save_ABedBase_IsShownAtOnce_WithWhoAndHow()
    {
        var outcome = await SaveAsync(Cheshunt, Fields(("bedbase.open", "24"), ("bedbase.occupied", "21"), ("bedbase.queue", "3")));

        Assert.Empty(outcome.Problems);
        var state = await app.ShownAsync(Cheshunt, state => state[MetricCode.Parse("bedbase.queue")]?.Current == 3);
        var reading = state[MetricCode.Parse("bedbase.occupied")]!.Reading;
        Assert.Equal((21, Method.Manual, "Jo Smith, ward clerk"), (reading.Value, reading.Method, reading.Source));
        Assert.Equal("Jo Smith, ward clerk", outcome.Saved!.By);
    }

    [Fact]
    public async Task Save_ABlank_SendsNothingForIt()
    {
        await SaveAsync(PottersBar, Fields(("bedbase.open", "20"), ("bedbase.queue", " ")));

        var state = await app.ShownAsync(PottersBar, state => state[MetricCode.Parse("bedbase.open")]?.Current == 20);
        Assert.Null(state[MetricCode.Parse("bedbase.queue")]);
    }

    [Fact]
    public async Task Save_VacanciesByType_AreTheLocalitysVacancies()
    {
        var fields = Fields(
            ("carehome.vacancies.residential", "9"), ("carehome.vacancies.nursing", "4"), ("carehome.vacancies.dementia-residential", "2"));
        fields[MetricCode.Parse("carehome.vacancies.dementia-nursing")].IsAbsent = true;

        await SaveAsync(Hertsmere, fields);

        await app.ShownAsync(Hertsmere, state => state[MetricCode.Parse("carehome.vacancies")]?.Current == 15);
    }

    [Fact]
    public async Task Save_OneFigureThatCannotBe_KeepsNone_AndNamesItsField()
    {
        var outcome = await SaveAsync(Harpenden, Fields(("bedbase.open", "20"), ("bedbase.occupied", "nineteen"), ("bedbase.queue", "501")));

        Assert.Null(outcome.Saved);
        Assert.Equal(
            [("figure-bedbase-occupied", "Beds occupied: enter a whole number in digits, such as 14"),
             ("figure-bedbase-queue", "Waiting for a community bed: enter a number from 0 to 500")],
            outcome.Problems);
        Assert.Empty(await LatestAsync(Harpenden));
    }

    [Fact]
    public async Task Save_NothingTyped_SaysSo()
    {
        var outcome = await SaveAsync(Harpenden, new EntryFields());

        Assert.StartsWith("Enter at least one figure.", Assert.Single(outcome.Problems).Words);
    }

    [Fact]
    public async Task Save_ByNobody_IsRefused()
    {
        var outcome = await Desk.SaveAsync(
            new ClaimsPrincipal(new ClaimsIdentity()), Place(Harpenden), Fields(("bedbase.open", "20")), TestContext.Current.CancellationToken);

        Assert.StartsWith("Sign in to enter figures", Assert.Single(outcome.Problems).Words);
        Assert.Empty(await LatestAsync(Harpenden));
    }

    [Fact]
    public async Task Save_ATimeInTheFuture_IsAProblemOfTheTime()
    {
        var fields = Fields(("bedbase.open", "20"), ("bedbase.occupied", "19"));
        fields.AsAt = TimeProvider.System.GetUtcNow().AddDays(1).DateTime;

        var outcome = await SaveAsync(Harpenden, fields);

        Assert.Equal(["as-at"], outcome.Problems.Select(problem => problem.Field));
    }

    [Fact]
    public async Task Correct_AmendsTheSameMoment_TakesBackWhatWasCleared_AndKeepsTheEarlierValue()
    {
        var fields = Fields(("bedbase.open", "30"), ("bedbase.queue", "5"));
        var first = await SaveAsync("RY409", fields);
        fields.Corrects = first.Saved;
        fields[MetricCode.Parse("bedbase.open")].Text = "28";
        fields[MetricCode.Parse("bedbase.queue")].Text = "";

        var second = await SaveAsync("RY409", fields);

        Assert.Equal((first.Saved!.At, 2), (second.Saved!.At, second.Saved.Amended));
        var latest = await LatestAsync("RY409");
        Assert.Equal((28, 30), (latest["bedbase.open"].Value, latest["bedbase.open"].AmendedFrom));
        Assert.Equal((null, Absent.Unknown), (latest["bedbase.queue"].Value, latest["bedbase.queue"].Absent));
    }

    [Fact]
    public async Task Save_AfterAFeedForTheSameMoment_Amends()
    {
        var at = app.NextMoment();
        at = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMinute));
        await app.SendAsync(new { place = "RY412", metric = "bedbase.open", value = 22, periodEnd = at, submittedAt = at });
        var fields = Fields(("bedbase.open", "23"));
        fields.AsAt = TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById("Europe/London")).DateTime;

        var outcome = await SaveAsync("RY412", fields);

        Assert.Equal(1, outcome.Saved!.Amended);
        Assert.Equal((23, 22), ((await LatestAsync("RY412"))["bedbase.open"].Value, (await LatestAsync("RY412"))["bedbase.open"].AmendedFrom));
    }

    [Fact]
    public async Task Save_IsCountedUnderManualEntry()
    {
        await SaveAsync("pool-enh-imc", Fields(("bedbase.open", "59")));

        var feeds = await app.GetAsync("/api/v1/feeds");
        Assert.Contains("manual entry", feeds.Text, StringComparison.Ordinal);
    }

    private EntryDesk Desk => app.Services.GetRequiredService<EntryDesk>();

    private static Place Place(string code) => Footprint.HertfordshireWestEssex.Find(PlaceCode.Parse(code));

    private Task<EntryOutcome> SaveAsync(string place, EntryFields fields) =>
        Desk.SaveAsync(Jo, Place(place), fields, TestContext.Current.CancellationToken);

    private async Task<Dictionary<string, Reading>> LatestAsync(string place)
    {
        var store = app.Services.GetRequiredService<ISeriesStore>();
        return await store.LatestAsync(PlaceCode.Parse(place), TestContext.Current.CancellationToken)
            .ToDictionaryAsync(reading => reading.Metric.ToString(), cancellationToken: TestContext.Current.CancellationToken);
    }

    private static EntryFields Fields(params (string Metric, string Text)[] figures)
    {
        var fields = new EntryFields();
        foreach (var (metric, text) in figures) fields[MetricCode.Parse(metric)].Text = text;
        return fields;
    }
}
