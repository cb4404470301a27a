using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Rules;
using SystemFlow.Series;
using SystemFlow.Testing;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Tests.Live;

/// <summary>A past moment shows what the live view showed then, whatever came since.</summary>
public sealed class PastViewTests : IDisposable
{
    private const string Away = "The record cannot be read at the moment.";

    private readonly FlowApp _app;
    private FakeSeries? _store;

    public PastViewTests() => _app = new FlowApp { Store = real => _store = new FakeSeries(real) };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task At_AnEarlierMoment_IsWhatTheLiveViewShowed_ToTheDigit()
    {
        var first = Now.AddMinutes(-9);
        await SendAsync(first, ("RWH01", "beds.ga.open", 580), ("RWH01", "beds.ga.occupied", 561), ("RWH01", "ed.in-department", 118),
            ("RWG02", "beds.ga.open", 600), ("RWG02", "beds.ga.occupied", 590), ("RY409", "bedbase.open", 32), ("RY409", "bedbase.occupied", 31));
        await _app.ShownAsync("hwe", state => state[A.BedsOccupied]?.Current == 1151 && state[MetricCode.Parse("bedbase.occupied")]?.Current == 31);
        var (shown, then) = (_app.Services.GetRequiredService<LiveView>().All, Now);

        await SendAsync(first, ("RWH01", "beds.ga.occupied", 570)); // An amendment.
        await SendAsync(first.AddMinutes(5), ("RWG02", "beds.ga.occupied", 601), ("RWG03", "beds.ga.occupied", 40)); // What came since.
        await SendAsync(first.AddMinutes(-5), ("RWG08", "beds.ga.occupied", 30)); // Of before, but sent late.
        await _app.ShownAsync("hwe", state => state[A.BedsOccupied]?.Current == 1241);
        var past = await AtAsync(then);
        var now = await AtAsync(Now);

        Assert.Equal(PastOutcome.Known, past.Outcome);
        var differs = shown.Values.Where(state => !state.Figures.IsEmpty && !past.States[state.Place].HasFiguresOf(state)).Select(state => state.Place);
        Assert.Empty(differs);
        Assert.Equal(1241, now.States[PlaceCode.Parse("hwe")][A.BedsOccupied]?.Current);
    }

    [Fact]
    public async Task At_WhatItsSenderSaysItSubmittedLongAgo_IsNotKnownBeforeItCame()
    {
        var periodEnd = Now.AddMinutes(-60);
        await SendAsync(Now.AddMinutes(-70), ("RWH01", "beds.ga.occupied", 500));
        var before = Now;
        await _app.SendAsync(new { place = "RWH01", metric = "beds.ga.occupied", value = 510, periodEnd, submittedAt = periodEnd.AddMinutes(1) });

        Assert.Equal(500, (await AtAsync(before)).States[A.Lister][A.BedsOccupied]?.Reading.Value);
        Assert.Equal(510, (await AtAsync(Now)).States[A.Lister][A.BedsOccupied]?.Reading.Value);
    }

    [Fact]
    public async Task At_BeforeTheRecord_SaysWhenItBegins_AndShowsNoZeros()
    {
        var empty = await AtAsync(Now);
        var before = Now;
        await SendAsync(Now.AddMinutes(-5), ("RWH01", "beds.ga.occupied", 561));

        var past = await AtAsync(before.AddTicks(-1));

        Assert.Equal((PastOutcome.BeforeTheRecord, null), (empty.Outcome, empty.Begins));
        Assert.Equal(PastOutcome.BeforeTheRecord, past.Outcome);
        Assert.InRange(past.Begins!.Value, before, Now);
        Assert.All(past.States.Values, state => Assert.Empty(state.Figures));
    }

    [Fact]
    public async Task At_IsScoredByTheRulesThatWereInForce()
    {
        var rules = _app.Services.GetRequiredService<RuleDocuments>();
        await SendAsync(Now.AddMinutes(-5), ("RWH01", "beds.ga.occupied", 561));
        var before = Now;
        await rules.SaveAsync(RuleKind.Pressure, 0, (rules.Current.Pressure with { Name = "Winter" }).ToJson(), "Ann Other, lead", "For winter");

        Assert.NotEqual("Winter", (await AtAsync(before)).Rules.Name);
        Assert.Equal("Winter", (await AtAsync(Now)).Rules.Name);
    }

    [Fact]
    public async Task At_WhileTheRecordIsAway_SaysSo_AndIsAskedForAgain()
    {
        await SendAsync(Now.AddMinutes(-5), ("RWH01", "beds.ga.occupied", 561));
        var at = Now;
        _store!.OnLatest = new SeriesException("The disk is gone.");

        var away = await AtAsync(at);
        var answer = await GetAsync("system", at);
        _store.OnLatest = null;
        var back = await AtAsync(at);

        Assert.Equal((PastOutcome.Unreadable, 503), (away.Outcome, answer.Status));
        Assert.StartsWith(Away, (string?)answer.Json["detail"], StringComparison.Ordinal);
        Assert.Equal(PastOutcome.Known, back.Outcome);
    }

    [Fact]
    public async Task Api_WithAMoment_AnswersAsItWasKnownThen()
    {
        await SendAsync(Now.AddMinutes(-5), ("RWH01", "beds.ga.occupied", 561));
        var then = Now;
        await SendAsync(Now.AddMinutes(-4), ("RWH01", "beds.ga.occupied", 570));

        var place = await GetAsync("places/RWH01", then);
        var system = await GetAsync("system", then);

        Assert.Equal(561, (int)place.Json["figures"]!["beds.ga.occupied"]!["reading"]!["value"]!);
        Assert.Equal(then.UtcDateTime, ((DateTimeOffset)place.Json["at"]!).UtcDateTime);
        var lister = system.Json.AsArray().Single(state => (string?)state!["place"] == "RWH01")!;
        Assert.Equal(561, (int)lister["figures"]!["beds.ga.occupied"]!["reading"]!["value"]!);
    }

    [Fact]
    public async Task Api_AlertsAndLevelsWithAMoment_AreAsTheyStoodThen()
    {
        var events = _app.Services.GetRequiredService<IEventLog>();
        await SendAsync(Now.AddMinutes(-5), ("RWH01", "beds.ga.occupied", 561));
        var fired = Now;
        var firing = AlertState.None("made-up", A.Lister) with { Phase = AlertPhase.Firing, Since = fired, FiredAt = fired, Episode = "one", Words = "97%" };
        await events.RecordAsync(new AlertChange(firing, [new(AlertEventKind.Fired, fired, "97%")], []), Cancelled);
        await events.DeclareAsync(new DeclaredLevel(A.Lister, OpelLevel.Four, "No beds", "Ann Other", fired, fired.AddHours(2), null), Cancelled);
        var then = Now;
        var over = firing with { Phase = AlertPhase.Resolved, Since = Now.AddTicks(1) };
        await events.RecordAsync(new AlertChange(over, [new(AlertEventKind.Resolved, over.Since, "90%")], []), Cancelled);
        await events.WithdrawAsync(A.Lister, "Jo Smith", Now.AddTicks(1), Cancelled);

        var alerts = await GetAsync("alerts", then);
        var levels = await GetAsync("levels", then);

        Assert.Equal("firing", (string?)Assert.Single(alerts.Json.AsArray(), alert => (string?)alert!["rule"] == "made-up")!["phase"]);
        var lister = levels.Json.AsArray().Single(level => (string?)level!["place"] == "RWH01")!;
        Assert.Equal("No beds", (string?)lister["declared"]!["reason"]);
    }

    [Theory]
    [InlineData("yesterday", "must be a moment")]
    [InlineData("2026-13-01T00:00Z", "must be a moment")]
    [InlineData("2199-01-01T00:00Z", "is in the future")]
    public async Task Api_WithAMomentThatIsNone_Is400AndSaysWhy(string at, string why)
    {
        foreach (var route in new[] { "system", "places/RWH01", "levels", "alerts" })
        {
            var answer = await _app.GetAsync($"/api/v1/{route}?at={at}");

            Assert.Equal((400, true), (answer.Status, ((string?)answer.Json["detail"])!.Contains(why, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Api_BeforeTheRecord_Is404AndSaysWhenItBegins()
    {
        await SendAsync(Now.AddMinutes(-5), ("RWH01", "beds.ga.occupied", 561));

        var answer = await _app.GetAsync("/api/v1/system?at=2018-01-01T04:15");

        Assert.Equal(404, answer.Status);
        Assert.StartsWith("No record before ", (string?)answer.Json["detail"], StringComparison.Ordinal);
    }

    private Task<Past> AtAsync(DateTimeOffset at) => _app.Services.GetRequiredService<PastView>().AtAsync(at, Cancelled);

    private Task<Answer> GetAsync(string route, DateTimeOffset at) => _app.GetAsync(string.Create(
        CultureInfo.InvariantCulture, $"/api/v1/{route}?at={at.UtcDateTime:O}"));

    private async Task SendAsync(DateTimeOffset periodEnd, params (string Place, string Metric, double Value)[] figures)
    {
        var answer = await _app.SendAsync([.. figures.Select(figure => (object)new
        {
            place = figure.Place,
            metric = figure.Metric,
            value = figure.Value,
            periodEnd,
        })]);
        Assert.Equal((200, 0), (answer.Status, (int)answer.Json["rejectedTotal"]!));
    }
}
