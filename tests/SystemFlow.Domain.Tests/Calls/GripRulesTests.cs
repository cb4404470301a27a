using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Calls;
using SystemFlow.Domain.Pressures;

namespace SystemFlow.Domain.Tests.Calls;

public sealed class GripRulesTests
{
    private static readonly PressureRules Worst = PressureRules.Shipped.First(rules => rules.Framework == "Local");

    [Fact]
    public void Gaps_PressureWithoutAnAction_IsNamedOnce_AtTheHospital()
    {
        var gap = Assert.Single(Gaps(Pressed()));

        Assert.Equal((GripGapKind.PressureWithoutAction, "Lister", OpelLevel.Four, true), (gap.Kind, gap.Name, gap.Level, gap.IsGrave));
    }

    [Theory]
    [InlineData("RY4", "RWH01", null, true)] // About the hospital.
    [InlineData("RY4", "RWH", null, true)] // About its trust.
    [InlineData("RWH01", null, null, true)] // The hospital's own.
    [InlineData("RWG", null, null, false)] // Somebody else's own.
    [InlineData("RY4", "board-enh", null, false)] // About all of the board: nobody has said that it is for Lister.
    [InlineData("RY4", null, "trolley-12-hours-RWH01", true)] // Answers an alert there.
    public void Gaps_AnOpenAction_AnswersWhatItIsAbout(string owner, string? about, string? alert, bool isAnswer)
    {
        var call = Pressed().Alert("RWH01", "trolley-12-hours", TimeSpan.FromMinutes(1)).Action(1, owner, about, alert);

        Assert.Equal(isAnswer, !Gaps(call).Any(gap => gap.Kind is GripGapKind.PressureWithoutAction));
    }

    [Fact]
    public void Gaps_AnActionThatIsDone_AnswersNothing() =>
        Assert.Contains(Gaps(Pressed().Action(1, "RWH01", status: ActionStatus.Done)), gap => gap.Kind is GripGapKind.PressureWithoutAction);

    [Theory]
    [InlineData(29, Severity.Critical, false)]
    [InlineData(30, Severity.Critical, true)]
    [InlineData(300, Severity.Warning, false)]
    public void Gaps_ACriticalAlertWithoutAnAction_IsNamedOnceItIsOld(int minutes, Severity severity, bool isGap)
    {
        var call = new SomeCall().Alert("RWG02", "trolley-12-hours", TimeSpan.FromMinutes(minutes), severity);

        Assert.Equal(isGap, Gaps(call).Any(gap => gap is { Kind: GripGapKind.AlertWithoutAction, Name: "Watford General", Alert: "12 hours since decision to admit" }));
    }

    [Theory]
    [InlineData(119, false, false)]
    [InlineData(120, false, true)]
    [InlineData(30, true, false)]
    [InlineData(20 * 60, true, true)]
    public void Gaps_AnActionThatHasNotMoved_IsNamed(int minutes, bool sinceLastCall, bool isGap)
    {
        var terms = GripTerms.Standard with { SinceLastCall = sinceLastCall };

        var gaps = new SomeCall().Action(7, "RWH", moved: TimeSpan.FromMinutes(minutes)).Pack(terms).Gaps;

        Assert.Equal(isGap, gaps.Any(gap => gap is { Kind: GripGapKind.ActionWithoutMovement, Action: 7 }));
    }

    [Theory]
    [InlineData(OpelLevel.Four, false, false)] // As calculated.
    [InlineData(OpelLevel.Three, true, false)]
    [InlineData(OpelLevel.Two, true, true)] // Two apart comes first.
    public void Gaps_ADeclaredLevelThatTheDataContradicts_IsNamed(OpelLevel declared, bool isGap, bool isGrave)
    {
        var gap = Gaps(Pressed().Declared("RWH01", declared).Action(1, "RWH01")).SingleOrDefault(gap => gap.Kind is GripGapKind.DeclaredDiffers);

        Assert.Equal((isGap, isGrave), (gap is not null, gap?.IsGrave ?? false));
    }

    [Fact]
    public void Gaps_ALevelThatIsNotKnown_ContradictsNobody() =>
        Assert.DoesNotContain(Gaps(new SomeCall().Declared("RWH01", OpelLevel.Two)), gap => gap.Kind is GripGapKind.DeclaredDiffers);

    [Fact]
    public void Gaps_ADeclarationThatEndsSoon_AndOneAtThreeWithoutAnAction_AreNamed()
    {
        var gaps = Gaps(new SomeCall().Declared("RWG", OpelLevel.Three, left: TimeSpan.FromMinutes(40)));

        Assert.Equal([GripGapKind.DeclaredWithoutAction, GripGapKind.DeclarationEnds], gaps.Select(gap => gap.Kind));
        Assert.Equal(SomeCall.At.AddMinutes(40), gaps[1].Since);
    }

    [Fact]
    public void Gaps_APressedPlaceWithCriticalAlerts_IsOneGap_WithTheAlertsAsEvidence()
    {
        var gap = Assert.Single(Gaps(Pressed().Alert("RWH01", "trolley-12-hours", TimeSpan.FromHours(1)).Alert("RWH01", "level-four", TimeSpan.FromHours(1))));

        Assert.Equal((GripGapKind.PressureWithoutAction, "Lister"), (gap.Kind, gap.Name));
        Assert.Contains("12 hours since decision to admit", gap.Alert, StringComparison.Ordinal);
    }

    [Fact]
    public void Gaps_AlertsOfOnePlace_AreOneGap_AndATrustsIsSaidAtItsHospital()
    {
        var call = new SomeCall().Alert("RWG02", "trolley-12-hours", TimeSpan.FromHours(1)).Alert("RWG02", "occupancy-critical", TimeSpan.FromHours(2))
            .Alert("RWG", "trolley-12-hours", TimeSpan.FromHours(1));

        var gap = Assert.Single(Gaps(call));

        Assert.Equal(("Watford General", SomeCall.At.AddHours(-2)), (gap.Name, gap.Since));
    }

    [Theory]
    [InlineData("hwe", "RWH01", false)]
    [InlineData("hwe", "hwe", true)]
    [InlineData("board-enh", "RWH01", false)]
    [InlineData("board-enh", "board-enh", true)]
    public void Gaps_ADeclaredBoardOrSystem_IsAnsweredOnlyByAnActionAboutIt(string declared, string about, bool isAnswer)
    {
        var gaps = Gaps(new SomeCall().Declared(declared, OpelLevel.Four).Action(1, "RY4", about));

        Assert.Equal(isAnswer, !gaps.Any(gap => gap.Kind is GripGapKind.DeclaredWithoutAction));
    }

    [Fact]
    public void Gaps_OfAPlaceThatHasLeftTheFootprint_AreCalledByItsCode()
    {
        var gaps = Gaps(new SomeCall().Alert("XGONE", "trolley-12-hours", TimeSpan.FromHours(1)).Action(7, "XAWAY", moved: TimeSpan.FromHours(3)));

        Assert.Equal([(GripGapKind.AlertWithoutAction, "XGONE"), (GripGapKind.ActionWithoutMovement, "XAWAY")], gaps.Select(gap => (gap.Kind, gap.Name)));
    }

    private static SomeCall Pressed() => new SomeCall()
        .Now("RWH01", "beds.ga.open", 100).Now("RWH01", "beds.ga.occupied", 96).Now("RWH01", "ambulance.longest-wait-minutes", 10);

    private static List<GripGap> Gaps(SomeCall call) => [.. call.Pack(rules: Worst).Gaps];
}
