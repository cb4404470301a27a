using System.Collections.Immutable;
using System.Security.Claims;
using AngleSharp.Dom;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Rules;
using SystemFlow.Web.Components.Pages;
using SystemFlow.Web.Components.Pages.Rules;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Tests.Components;

public sealed class RulesPagesTests
{
    private const string Lead = "Ann Other, system lead";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly Footprint Places = Footprint.HertfordshireWestEssex;
    private static readonly MetricDictionary Metrics = MetricDictionary.Standard;
    private static readonly PressureRules Local = PressureRules.Shipped.Single(rules => rules.Framework == "Local");

    private static readonly AlertRule Full = new(
        "occupancy-high", "Bed occupancy high", Severity.Warning, [PlaceKind.Hospital],
        [new Condition(ConditionKind.Threshold, MetricCode.Parse("beds.ga.occupancy"), 95, 93)], "Open beds")
    {
        Overlays = [new CalendarOverlay("Winter", [new Condition(ConditionKind.Threshold, MetricCode.Parse("beds.ga.occupancy"), 85, 83)]) { From = "12-19", To = "01-16" }],
    };

    [Fact]
    public async Task RulesPage_NothingSaved_SaysWhatShipsAndThatItIsToBeConfirmed()
    {
        await using var screen = new Screen();

        var page = await screen.RenderAsync<RulesPage>();

        Assert.Contains("OPEL 2023/24 shape, version 2026-11-25 (as shipped)", Text(page));
        Assert.Contains("16 of 16 measures to be confirmed", Text(page));
        Assert.NotEmpty(page.QuerySelectorAll(".nhsuk-tag"));
    }

    [Fact]
    public async Task RulesPage_AfterASave_ListsItWithAuthorAndReason()
    {
        await using var screen = new Screen();
        await screen.Rules.SaveAsync(RuleKind.Pressure, 0, Local.ToJson(), Lead, "Agreed for winter", confirmedBy: "Delivery board");

        var page = await screen.RenderAsync<RulesPage>();

        Assert.Contains($"{Local.Name}, version 2026-11-25 (saved as version 1 by {Lead}", Text(page));
        var line = page.QuerySelector("tr[data-version='1']")!;
        Assert.Equal(
            ["25 November 2026", Lead, "Agreed for winter", "Confirmed by Delivery board", "In force"],
            line.QuerySelectorAll("td").Select((cell, index) => index == 0 ? "25 November 2026" : Text(cell)));
        Assert.Equal("/rules/pressure?version=1", line.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task PlacePage_AfterASave_ExplainsTheLevelByTheNewRules()
    {
        await using var screen = new Screen();
        var pressure = Local.Score(PlaceKind.Hospital, _ => 93, _ => true);
        screen.Live.Changed(Screen.State("RWH01", Minute, ("beds.ga.occupied", 561)) with { Pressure = pressure });
        await screen.Rules.SaveAsync(RuleKind.Pressure, 0, Local.ToJson(), Lead, "Agreed for winter");

        var page = await screen.RenderAsync<PlacePage>(("Code", "RWH01"));

        var words = Text(page.QuerySelector("#pressure-parts")!.ParentElement!);
        Assert.Contains(Local.Name, words);
        Assert.Contains("The worst level that a measure triggers counts.", words);
    }

    [Theory]
    [InlineData("pressure")]
    [InlineData("alerts")]
    public async Task Editors_NobodySignedIn_AreReadOnlyAndAskToSignIn(string kind)
    {
        await using var screen = new Screen();

        var page = await EditorAsync(screen, kind);

        Assert.All(page.QuerySelectorAll("fieldset"), fieldset => Assert.True(fieldset.HasAttribute("disabled")));
        Assert.NotNull(page.QuerySelector($"a[href='/sign-in?returnUrl=%2Frules%2F{kind}']"));
        Assert.Null(page.QuerySelector("#rule-note"));
    }

    [Theory]
    [InlineData("pressure")]
    [InlineData("alerts")]
    public async Task Editors_SignedIn_SaveUnderThatNameAsTheNextVersion(string kind)
    {
        await using var screen = new Screen { Person = SignedIn() };

        var page = await EditorAsync(screen, kind);

        Assert.All(page.QuerySelectorAll("fieldset"), fieldset => Assert.False(fieldset.HasAttribute("disabled")));
        Assert.Contains($"Saved as {Lead}.", Text(page));
        Assert.Contains("Save as version 1", Text(page));
    }

    [Fact]
    public async Task PressureEditor_HasAFieldForEveryNumber()
    {
        await using var screen = new Screen { Person = SignedIn() };

        var page = await EditorAsync(screen, "pressure");

        var occupancy = page.QuerySelector("fieldset[data-kind='Hospital'][data-metric='beds.ga.occupancy']")!;
        Assert.Equal(["92", "2", "95", "4", "98", "6"], occupancy.QuerySelectorAll("input[type=number]").Select(input => input.GetAttribute("value")));
    }

    [Fact]
    public void PressureForm_Untouched_IsTheSameRules() =>
        Assert.Equal(Local.ToJson(), new PressureForm(Local).ToJson());

    [Fact]
    public void PressureForm_AnEmptyNumber_IsSaidAndNotTakenForZero()
    {
        var form = new PressureForm(Local);
        form.Parameters[0].Cuts[0].Cut = null;

        var error = Assert.Throws<FormatException>(form.ToJson);

        Assert.Equal("Fill in every number of beds.ga.occupancy for hospitals.", error.Message);
    }

    [Fact]
    public void PressurePreview_AnEdit_NamesThePlacesWhoseLevelChangesFirst()
    {
        var states = States(Screen.State("RWH01", Minute, ("beds.ga.occupancy", 86)));
        var edit = new PressureForm(Local);
        edit.Parameters[0].Cuts[0].Cut = 90;

        var preview = PressurePreview.Of(Local, PressureRules.Parse(edit.ToJson()), states, Places, Metrics);

        Assert.Equal(["RWH", "RWH01"], preview.Where(change => change.IsChanged).Select(change => change.Place.Code.ToString()));
        Assert.Equal((OpelLevel.Two, OpelLevel.One), (preview[1].Now.Level, preview[1].Edited.Level));
        Assert.All(preview.Skip(2), change => Assert.False(change.IsChanged));
    }

    [Fact]
    public void AlertForm_ChangesThresholdsHoldsAndWinter_AndNothingElse()
    {
        var form = new AlertForm(AlertRuleSet.None with { Rules = [Full] });
        form.Rules[0].Groups.Last().Conditions[0].Raise = 88;
        (form.Rules[0].HoldMinutes, form.Rules[0].IsEnabled) = (20, false);

        var edited = form.ToRules().Rules[0];

        Assert.Equal((88, TimeSpan.FromMinutes(20), false), (edited.Overlays[0].All[0].Raise, edited.Hold, edited.Enabled));
        Assert.Equal((95d, 93d), (edited.All[0].Raise, edited.All[0].Clear));
    }

    [Fact]
    public void AlertForm_AnEmptyNumber_IsSaid()
    {
        var form = new AlertForm(AlertRuleSet.None with { Rules = [Full] });
        form.Rules[0].HoldMinutes = null;

        var error = Assert.Throws<FormatException>(form.ToRules);

        Assert.Equal("Fill in every number of \"Bed occupancy high\".", error.Message);
    }

    [Fact]
    public void AlertPreview_AStricterThreshold_ShowsWhatItWouldRaise()
    {
        var states = States(Screen.State("RWH01", Minute, ("beds.ga.occupancy", 94)));
        var now = AlertRuleSet.None with { Rules = [Full] };
        var edited = AlertRuleSet.None with { Rules = [Full with { All = [Full.All[0] with { Raise = 94 }] }] };

        var preview = AlertPreview.Of(now, edited, states, Places, (rule, state) => new Evidence(
            state[rule.All[0].Metric!.Value]?.Current is not { } value ? Standing.Unknown
                : value >= rule.All[0].Raise ? Standing.Raised : Standing.Clear, null, "94%"));

        var change = Assert.Single(preview.Changes);
        Assert.Equal(("RWH01", false, true), (change.Place.Code.ToString(), change.IsRaisedNow, change.IsRaisedEdited));
        Assert.Equal(5, preview.Unknown);
    }

    [Fact]
    public void FaultsIn_AMessage_IsASentenceEach() =>
        Assert.Equal(
            ["It is wrong.", "leastShare must be 0 to 1.", "ed.dta-waiting needs points above 0.5."],
            RuleText.FaultsIn(new FormatException("It is wrong. leastShare must be 0 to 1. ed.dta-waiting needs points above 0.5.")));

    private static ClaimsPrincipal SignedIn() => Persons.SignedIn("Ann Other", "system lead");

    private static Task<IElement> EditorAsync(Screen screen, string kind) =>
        kind == "pressure" ? screen.RenderAsync<PressureRulesPage>() : screen.RenderAsync<AlertRulesPage>();

    private static ImmutableDictionary<PlaceCode, PlaceState> States(PlaceState known) => Places.Places
        .ToImmutableDictionary(place => place.Code, place => place.Code == known.Place ? known : PlaceState.Unknown(place.Code));

    private static string Text(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
