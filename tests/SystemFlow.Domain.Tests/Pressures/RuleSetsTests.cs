using System.Collections.Immutable;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Pressures;

/// <summary>The rule sets that ship, and how one is read, checked and written.</summary>
public sealed class RuleSetsTests
{
    private static readonly Footprint Places = Footprint.HertfordshireWestEssex;
    private static readonly MetricDictionary Metrics = MetricDictionary.Standard;

    public static TheoryData<string> Names => [.. PressureRules.Shipped.Select(rules => rules.Name)];

    [Fact]
    public void Shipped_AreThreeFrameworks_AndTheScoredOneIsStandard()
    {
        Assert.Equal(["OPEL 2023/24", "OPEL 2016/18", "Local"], PressureRules.Shipped.Select(rules => rules.Framework));
        Assert.Equal("OPEL 2023/24", PressureRules.Standard.Framework);
        Assert.All(PressureRules.Shipped, rules => Assert.NotNull(rules.EffectiveFrom));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ToJson_IsReadBackAsTheSame_WithKnownMetricsAndPlaces(string name)
    {
        var json = Shipped(name).ToJson();

        var again = PressureRules.Parse(json, Metrics, Places);

        Assert.Equal(json, again.ToJson());
    }

    [Theory]
    [InlineData("OPEL 2016/18 triggers")]
    [InlineData("Hertfordshire and west Essex local triggers")]
    public void Shipped_Triggers_NameASourceForEachMeasure(string name)
    {
        var parameters = Shipped(name).Parameters.SelectMany(parameters => parameters.Of);

        Assert.All(parameters, parameter => Assert.NotEmpty(parameter.Source));
        Assert.All(parameters, parameter => Assert.Null(parameter.ConfirmedBy));
    }

    // What the plans and the framework say in numbers.
    [Theory]
    [InlineData("Hertfordshire and west Essex local triggers", "beds.ga.occupancy", 84.9, 1)]
    [InlineData("Hertfordshire and west Essex local triggers", "beds.ga.occupancy", 85, 2)]
    [InlineData("Hertfordshire and west Essex local triggers", "ed.four-hour-performance", 94.9, 2)]
    [InlineData("Hertfordshire and west Essex local triggers", "ambulance.longest-wait-minutes", 60, 4)]
    [InlineData("OPEL 2016/18 triggers", "ambulance.longest-wait-minutes", 60, 3)]
    [InlineData("OPEL 2016/18 triggers", "ambulance.longest-wait-minutes", 120, 4)]
    public void Shipped_Triggers_AreAtTheNumbersOfTheirDocuments(string name, string metric, double value, double score)
    {
        var pressure = Shipped(name).Score(PlaceKind.Hospital, _ => value, code => code.ToString() == metric);

        Assert.Equal(score, pressure.Score);
    }

    [Fact]
    public void Parse_SeveralFaults_ListsThemAll()
    {
        var json = PressureRules.Standard.ToJson()
            .Replace("\"leastShare\": 0.2", "\"leastShare\": 2")
            .Replace("\"name\": \"OPEL 2023/24 shape\"", "\"name\": \"\"");

        var error = Assert.Throws<FormatException>(() => PressureRules.Parse(json));

        Assert.Equal("The rule set is wrong. It needs a name. leastShare must be 0 to 1.", error.Message);
    }

    [Theory]
    [InlineData("\"metric\": \"nctr.rate\"", "\"metric\": \"nctr.share\"", "nctr.share is not in the metric dictionary.")]
    [InlineData("\"weights\": {}", "\"weights\": { \"RXX\": 1 }", "RXX, which has a weight, is not a place of this footprint.")]
    [InlineData("\"weights\": {}", "\"weights\": { \"RWH\": 0 }", "The weight of RWH must be above 0.")]
    [InlineData("\"kind\": \"trust\"", "\"kind\": \"hospital\"", "hospital is listed twice.")]
    [InlineData("\"metric\": \"nctr.rate\"", "\"metric\": \"beds.ga.occupancy\"", "beds.ga.occupancy is listed twice for trust.")]
    [InlineData("\"combine\": \"sum\"", "\"combine\": \"worst\"", "mostPoints must be 4 where the worst level counts.")]
    [InlineData("\"combine\": \"sum\"", "\"combine\": \"worst\"", "beds.ga.escalation-share triggers a level that is not 2, 3 or 4.")]
    [InlineData("\"worse\": \"higher-is-better\"", "\"worse\": \"neutral\"", "ed.four-hour-performance needs a direction that is worse.")]
    [InlineData("\"rollUpBands\": []", "\"rollUpBands\": [1, 1, 2]", "Its roll-up needs three bands that rise.")]
    [InlineData("\"combine\": \"sum\"", "\"combine\": 1", "The rule set is not readable")]
    [InlineData("\"combine\": \"sum\"", "\"combined\": \"sum\"", "The rule set is not readable")]
    [InlineData("\"name\": \"OPEL 2023/24 shape\",", "", "The rule set is not readable")]
    public void Parse_WhatItCannotMean_IsSaid(string right, string wrong, string problem)
    {
        var json = PressureRules.Standard.ToJson();
        Assert.Contains(right, json);

        var error = Assert.Throws<FormatException>(() => PressureRules.Parse(json.Replace(right, wrong), Metrics, Places));

        Assert.Contains(problem, error.Message);
    }

    [Fact]
    public void Parse_ACutThatCannotBe_IsSaid()
    {
        var json = PressureRules.Standard.ToJson();
        var at = json.IndexOf("15,", StringComparison.Ordinal);

        var error = Assert.Throws<FormatException>(() => PressureRules.Parse(json.Remove(at, 2).Insert(at, "-15"), Metrics, Places));

        Assert.Contains("ambulance.longest-wait-minutes cannot be -15: it lies between 0 and 1440.", error.Message);
    }

    [Fact]
    public void RollUp_WithWeights_TakesThemInsteadOfBeds_AndNobodyElse()
    {
        var weights = ImmutableDictionary<PlaceCode, double>.Empty
            .Add(PlaceCode.Parse("RWG02"), 3).Add(PlaceCode.Parse("RWG08"), 1);
        var trust = Places.Find(PlaceCode.Parse("RWG"));

        var weighted = StateOf(PressureRules.Standard with { Weights = weights });
        var byBeds = StateOf(PressureRules.Standard);

        Assert.Equal((32.5, 25d), (weighted.Pressure.Score, byBeds.Pressure.Score));
        Assert.Equal((new Coverage(2, 2), new Coverage(3, 3)), (weighted.Pressure.Coverage, byBeds.Pressure.Coverage));

        PlaceState StateOf(PressureRules rules) => new StateRules(Places, Metrics, rules).StateOf(
            trust, ImmutableDictionary<MetricKey, Reading>.Empty, [Of("RWG02", 40), Of("RWG08", 10), Of("RWG03", 25)], A.Monday9am);
    }

    private static PressureRules Shipped(string name) => PressureRules.Shipped.Single(rules => rules.Name == name);

    private static PlaceState Of(string place, double score) =>
        PlaceState.Unknown(PlaceCode.Parse(place)) with
        {
            Pressure = new Pressure(PressureRules.Standard.LevelOf(score), score, score, score, [], new Coverage(1, 1)),
        };
}
