using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Calls;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Calls;

public sealed class PackRulesTests
{
    [Fact]
    public void Compose_NothingKnown_SaysSoOfEverything_AndNeverZero()
    {
        var pack = new SomeCall().PreviousIsNotKnown().Pack();

        Assert.All(pack.Levels, level => Assert.Equal((null, null, null, null), (level.Level, level.Score, level.Before, level.NewestAt)));
        Assert.All(pack.Capacity, row => Assert.Null(row.Now.Value));
        Assert.All(pack.Capacity.SelectMany(row => row.Prospective.Concat(row.Potential)), figure => Assert.Null(figure.Value));
        Assert.Null(pack.Delays.All.Patients);
        Assert.Empty(pack.Breaches);
        Assert.Empty(pack.LevelChanges);
        Assert.False(pack.IsPreviousKnown);
    }

    [Fact]
    public void Compose_FreeAcuteBeds_AreOpenLessOccupied_OfThoseThatReport()
    {
        var pack = new SomeCall().Now("RWH01", "beds.ga.open", 580).Now("RWH01", "beds.ga.occupied", 561)
            .Now("RWG02", "beds.void", 7).Now("RQWG0", "beds.ga.open", 400).Pack(); // Occupied is not known there.

        var now = Of(pack, CapacityKind.Acute, "hwe").Now;

        Assert.Equal((26.0, new Coverage(2, 5)), (now.Value, now.Of));
        Assert.Equal(SomeCall.At.AddMinutes(-1), now.At);
        Assert.Equal(new Coverage(1, 1), Of(pack, CapacityKind.Acute, "board-enh").Now.Of);
    }

    [Fact]
    public void Compose_ASilentFigure_IsNotCapacity_AndSaysWhenItWasLastHeard()
    {
        var pack = new SomeCall().Now("RY409", "bedbase.open", 30, TimeSpan.FromHours(9)).Now("RY409", "bedbase.occupied", 20, TimeSpan.FromHours(9)).Pack();

        var now = Of(pack, CapacityKind.Community, "board-enh").Now;

        Assert.Equal((null, SomeCall.At.AddHours(-9), Freshness.Silent), (now.Value, now.At, now.Freshness));
        Assert.Equal(0, now.Of!.Value.Reporting);
    }

    [Fact]
    public void Compose_Potential_KeepsDelayedAndNoCriteriaApart()
    {
        var pack = new SomeCall().Now("RWH01", "dtoc.patients", 20).Now("RWH01", "nctr.patients", 35).Now("RWH01", "beds.ga.closed-ipc-unoccupied", 4).Pack();

        var potential = Of(pack, CapacityKind.Acute, "hwe").Potential;

        Assert.Equal([20.0, 35.0, 4.0, null], potential.Select(figure => figure.Value));
        Assert.All(potential, figure => Assert.True(figure.Of!.Value.Expected > 1)); // Who is missing is said of each.
    }

    [Fact]
    public void Compose_Breaches_AreTheAlertRulesOwn_WithWhatIsNewSinceTheLastCall()
    {
        var call = new SomeCall()
            .Now("RWH01", "ed.dta-over-12h", 2).Before("RWH01", "ed.dta-over-12h", 0)
            .Now("RWG02", "ed.dta-over-12h", 1).Before("RWG02", "ed.dta-over-12h", 3)
            .Now("RQWG0", "ed.dta-over-12h", 0).Before("RQWG0", "ed.dta-over-12h", 4)
            .Alert("RWG02", "trolley-12-hours", TimeSpan.FromHours(1));

        var pack = call.Pack();

        Assert.Equal(
            ["RWH01 trolley-12-hours 2 1 True ", "RWG02 trolley-12-hours 1 1 False Firing"], // Their trusts' are the same patients.
            pack.Breaches.Select(breach => $"{breach.Place} {breach.Rule} {breach.Figure.Value} {breach.Threshold} {breach.IsNew} {breach.Phase}"));
        var ended = Assert.Single(pack.Ended, ended => ended.Place == PlaceCode.Parse("RQWG0"));
        Assert.True(ended.IsKnown);
    }

    [Fact]
    public void Compose_ABreachOfWhichNothingIsKnownAnyMore_HasNotEnded()
    {
        var pack = new SomeCall().Before("RWH01", "ed.dta-over-12h", 4).Now("RWH01", "ed.dta-over-12h", 4, TimeSpan.FromHours(4)).Pack();

        Assert.Empty(pack.Breaches);
        Assert.False(Assert.Single(pack.Ended, ended => ended.Place == A.Lister).IsKnown);
    }

    [Fact]
    public void Compose_ABreachThatWasNotKnownAtTheLastCall_IsNeitherNewNorOld()
    {
        var pack = new SomeCall().Now("RWH01", "ed.dta-over-12h", 4).Pack();

        Assert.Null(Assert.Single(pack.Breaches).IsNew);
    }

    [Fact]
    public void Compose_OneFactThatTwoRulesName_IsOneBreach_OfTheGraverRule()
    {
        var pack = Occupied(now: 99, before: null).Pack();

        Assert.Equal("occupancy-critical", Assert.Single(pack.Breaches).Rule);
    }

    [Fact]
    public void Compose_ABreachThatFellBetweenItsThresholds_HasNotEnded_AndTheLesserRuleIsNotNew()
    {
        var (lesser, none) = (Occupied(now: 96, before: 99).Pack(), Occupied(now: 84, before: 96).Pack());

        Assert.Equal(("occupancy-high", false), (Assert.Single(lesser.Breaches).Rule, lesser.Breaches[0].IsNew));
        Assert.Empty(lesser.Ended);
        Assert.Empty(none.Breaches);
        Assert.Empty(none.Ended);
        Assert.NotEmpty(Occupied(now: 70, before: 96).Pack().Ended);
    }

    [Fact]
    public void Compose_AHospitalWithMorePatientsThanBeds_HasNoneFree_AndTakesNoneFromTheOthers()
    {
        var pack = new SomeCall().Now("RWH01", "beds.ga.open", 100).Now("RWH01", "beds.ga.occupied", 105)
            .Now("RWG02", "beds.ga.open", 50).Now("RWG02", "beds.ga.occupied", 40).Pack();

        var now = Of(pack, CapacityKind.Acute, "hwe").Now;

        Assert.Equal((10.0, 5.0, new Coverage(2, 5)), (now.Value, now.Over, now.Of));
        Assert.Equal(5, Of(pack, CapacityKind.Acute, "board-enh").Now.Over);
    }

    [Fact]
    public void Compose_AProviderBesideTheBedBasesThatItRuns_IsNoCapacityTwice_AndItsDelaysAreMarked()
    {
        var pack = new SomeCall().Now("RY4", "bedbase.open", 60).Now("RY4", "bedbase.occupied", 40).Now("RY4", "dtoc.patients", 9)
            .Now("RY424", "bedbase.open", 30).Now("RY424", "bedbase.occupied", 25).Now("RY424", "dtoc.patients", 4).Pack();

        Assert.Equal(5, Of(pack, CapacityKind.Community, "hwe").Now.Value);
        Assert.Equal("Hertfordshire Community NHS Trust", Assert.Single(pack.Delays.PerhapsTwice));
        Assert.Equal(20, Of(new SomeCall().Now("RY4", "bedbase.open", 60).Now("RY4", "bedbase.occupied", 40).Pack(), CapacityKind.Community, "hwe").Now.Value);
    }

    [Fact]
    public void Compose_Levels_HaveTheirMeasuresRangeAndTheLastCalls()
    {
        var rules = PressureRules.Shipped.First(one => one.Framework == "Local");
        var pack = new SomeCall()
            .Now("RWH01", "beds.ga.open", 100).Now("RWH01", "beds.ga.occupied", 96).Now("RWH01", "ambulance.longest-wait-minutes", 10)
            .Before("RWH01", "beds.ga.open", 100).Before("RWH01", "beds.ga.occupied", 80).Before("RWH01", "ambulance.longest-wait-minutes", 10)
            .Declared("RWH01", OpelLevel.Two).Pack(rules: rules);

        var level = pack.Levels.Single(one => one.Place == A.Lister);

        Assert.Equal((OpelLevel.Four, OpelLevel.One, new Coverage(2, 3)), (level.Level, level.Before, level.Known));
        Assert.Equal([4, null, 1], level.Measures.Select(measure => measure.Points));
        Assert.Equal((OpelLevel.Two, -2, OpelLevel.Four), (level.Declared!.Level, level.Differs, level.Worse));
        Assert.Contains(pack.LevelChanges, changed => changed.Place == A.Lister);
    }

    [Fact]
    public void Compose_Moves_AreOfFiguresKnownAtBothMoments_TheBiggestFirst()
    {
        var pack = new SomeCall()
            .Before("RWH01", "beds.ga.occupied", 500).Now("RWH01", "beds.ga.occupied", 505)
            .Before("RWH01", "ed.dta-waiting", 10).Now("RWH01", "ed.dta-waiting", 15).Now("RWG02", "ed.dta-waiting", 15).Pack();

        Assert.Equal(
            [("ed.dta-waiting", true), ("beds.ga.occupied", true)],
            pack.Moves.Select(move => (move.Metric.ToString(), move.IsWorse!.Value)));
    }

    [Fact]
    public void Compose_Actions_AreOpenOnes_AndThoseSettledSinceTheLastCall()
    {
        var pack = new SomeCall()
            .Action(1, "RWH", due: SomeCall.At.AddMinutes(-1)).Action(2, "RWH")
            .Action(3, "RWH", status: ActionStatus.Done, moved: TimeSpan.FromHours(1)).Action(4, "RWH", status: ActionStatus.Done, moved: TimeSpan.FromDays(2)).Pack();

        Assert.Equal("1, 2, 3", $"{Numbers(pack.Overdue)}, {Numbers(pack.Open)}, {Numbers(pack.Settled)}");
    }

    [Fact]
    public void Json_OfAFullPack_IsReadBackToTheSameText()
    {
        var pack = Full();

        var again = CallPack.Parse(pack.ToJson());

        Assert.Equal(pack.ToJson(), again.ToJson());
        Assert.Equal(pack.Levels.AsEnumerable().Select(level => (level.Place, level.Score, level.Known)), again.Levels.Select(level => (level.Place, level.Score, level.Known)));
        Assert.Equal(pack.Delays.All, again.Delays.All);
        Assert.Equal(pack.Gaps.AsEnumerable(), again.Gaps.AsEnumerable());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("nothing")]
    public void Parse_WhatIsNoPack_IsRefused(string json) => Assert.Throws<FormatException>(() => CallPack.Parse(json));

    [Fact]
    public void Parse_AnotherShape_IsRefused_AndSaysWhich()
    {
        var other = Full().ToJson().Replace("\"schema\":1", "\"schema\":2", StringComparison.Ordinal);

        Assert.Contains("shape 2", Assert.Throws<FormatException>(() => CallPack.Parse(other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Differences_NameWhereAndWhat_AndNothingWhereEqual()
    {
        var (frozen, again) = (Full(), Full(occupied: 562));

        Assert.Empty(PackDifferences.Of(frozen.ToJson(), Full().ToJson()));
        Assert.Contains(
            PackDifferences.Of(frozen.ToJson(), again.ToJson()),
            difference => difference.Where.StartsWith("capacity[0].now.value", StringComparison.Ordinal) && difference is { Frozen: "19", Again: "18" });
    }

    private static SomeCall Occupied(double now, double? before)
    {
        var call = new SomeCall().Now("RWH01", "beds.ga.open", 100).Now("RWH01", "beds.ga.occupied", now);
        return before is null ? call : call.Before("RWH01", "beds.ga.open", 100).Before("RWH01", "beds.ga.occupied", before);
    }

    private static CallPack Full(double occupied = 561) => new SomeCall()
        .Now("RWH01", "beds.ga.open", 580).Now("RWH01", "beds.ga.occupied", occupied).Now("RWH01", "ed.dta-over-12h", 1.0 / 3 + 1)
        .Now("RWH01", "dtoc.patients;reason=A;attributable=nhs", 12).Before("RWH01", "beds.ga.occupied", 550).Declared("RWH", OpelLevel.Three)
        .Alert("RWH01", "trolley-12-hours", TimeSpan.FromHours(2)).Action(1, "RWH", moved: TimeSpan.FromHours(3)).Pack();

    private static PackCapacity Of(CallPack pack, CapacityKind kind, string place) =>
        pack.Capacity.Single(row => row.Kind == kind && row.Place.ToString() == place);

    private static string Numbers(IEnumerable<PackAction> actions) => string.Join(" ", actions.Select(action => action.Number));
}
