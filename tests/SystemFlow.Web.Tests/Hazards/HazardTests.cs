using System.Globalization;
using SystemFlow.Testing;
using SystemFlow.Web.Tests.SignIn;

namespace SystemFlow.Web.Tests.Hazards;

/// <summary>What must not happen by way of figures, tried at the front door. The hazards are those of <c>web/documents/hazards.md</c>.</summary>
public sealed class HazardTests(FlowApp app) : IClassFixture<FlowApp>
{
    private const string Head = "place,metric,value,periodEnd\n";

    [Fact]
    public async Task Figure_OfATrust_IsNotItsHospitals_AndAHospitalsNotItsTrusts()
    {
        var at = app.NextMoment();

        await app.SendAsync(new { place = "RWG", metric = "beds.ga.open", value = 871, periodEnd = at });
        await app.ShownAsync("RWG", state => state[A.BedsOpen]?.Reading.Value == 871);
        var hospital = await app.GetAsync("/api/v1/places/RWG02");
        await app.SendAsync(new { place = "RWG02", metric = "beds.ga.open", value = 636, periodEnd = at });
        await app.ShownAsync("RWG02", state => state[A.BedsOpen]?.Reading.Value == 636);
        var trust = await app.GetAsync("/api/v1/places/RWG");

        Assert.Null(hospital.Json["figures"]!["beds.ga.open"]);
        Assert.Equal(871, (int)trust.Json["figures"]!["beds.ga.open"]!["reading"]!["value"]!);
    }

    [Theory]
    [InlineData("RWG-02")]
    [InlineData("RWG2")]
    [InlineData("Watford General")]
    [InlineData("RWG02 ")] // What is around a code is no part of it.
    public async Task Place_ThatIsNearlyOne_IsRefused_OrIsThatOneAlone(string place)
    {
        var at = app.NextMoment();

        var answer = await app.SendAsync(new { place, metric = "beds.ga.occupied", value = 512, periodEnd = at });

        var isWhole = place.Trim() == "RWG02";
        Assert.Equal(isWhole ? "1 0 0 0" : "0 0 0 1", answer.Counts);
        Assert.Equal(isWhole ? [] : ["1 place unknown-place"], answer.Rejected);
    }

    [Theory]
    [InlineData("01/02/2026")]
    [InlineData("01/02/2026 09:00")]
    [InlineData("2026/02/01 09:00")]
    [InlineData("1 Feb 2026 9am")]
    [InlineData("2026-02-01")]
    public async Task Date_ThatCouldBeReadTwoWays_IsRefused_NeverGuessed(string time)
    {
        var answer = await app.SendAsync("text/csv", $"{Head}RWH01,beds.ga.occupied,5,{time}\n");

        Assert.Equal((422, "0 0 0 1"), (answer.Status, answer.Counts));
        Assert.Equal(["2 periodEnd bad-time"], answer.Rejected);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("<5")]
    [InlineData("1-4")]
    [InlineData("c")]
    [InlineData("")]
    public async Task Suppressed_WhateverStandsInItsPlace_IsRefused_AndShownNowhereAsZero(string mark)
    {
        var at = app.NextMoment().ToString("O", CultureInfo.InvariantCulture);

        var answer = await app.SendAsync("text/csv", $"{Head}RQWG0,infections.closed-beds,{mark},{at}\nRQWG0,beds.ga.escalation,{mark},{at}\n");

        Assert.Equal((422, "0 0 0 2"), (answer.Status, answer.Counts));
        Assert.Null((await app.GetAsync("/api/v1/places/RQWG0")).Json["figures"]!["beds.ga.escalation"]);
        using var visitor = new Visitor(app);
        Assert.DoesNotMatch("""data-metric="beds.ga.escalation"[^>]*>\s*(<[^>]*>\s*)*0\b""", (await visitor.OpenAsync("/places/RQWG0")).Text);
    }

    [Fact]
    public async Task Figure_OfTomorrow_IsRefused_AndIsOnNoScreen()
    {
        var tomorrow = TimeProvider.System.GetUtcNow().AddDays(1);

        var answer = await app.SendAsync(new { place = "RWH01", metric = "ed.in-department", value = 987, periodEnd = tomorrow });

        Assert.Equal(["1 periodEnd in-the-future"], answer.Rejected);
        using var visitor = new Visitor(app);
        foreach (var path in (string[])["/", "/places/RWH01", "/flow?place=RWH01", "/trends?place=RWH01&metric=ed.in-department"])
        {
            Assert.DoesNotContain("987", (await visitor.OpenAsync(path)).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task SimulatedFigures_SayOnEveryPageThatTheyAre_AndRealOnesDoNot()
    {
        using var simulated = new FlowApp { Settings = new() { ["Simulator:Enabled"] = "true" } };
        using Visitor there = new(simulated), here = new(app);
        foreach (var path in (string[])["/", "/places/RWH01", "/dtoc", "/flow", "/alerts", "/calls", "/wall"])
        {
            Assert.Contains("Simulated data", (await there.OpenAsync(path)).Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Simulated data", (await here.OpenAsync(path)).Text, StringComparison.Ordinal);
        }
    }
}
