using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Tests.Alerts;

public sealed class AlertRuleSetTests
{
    private const string Rule = """
        { "code": "full", "name": "Full", "severity": "warning", "kinds": ["hospital"], "action": "Act",
          "all": [{ "kind": "threshold", "metric": "beds.ga.occupancy", "raise": 95, "clear": 93 }] }
        """;

    [Fact]
    public void ToJson_IsReadBackAsTheSame()
    {
        var json = AlertRuleSet.Standard.ToJson();

        Assert.Equal(json, Parse(json).ToJson());
    }

    [Fact]
    public void Standard_SaysForEachRuleWhatToDo_AndWhereItsNumbersComeFrom()
    {
        Assert.NotEmpty(AlertRuleSet.Standard.Rules);
        Assert.All(AlertRuleSet.Standard.Rules, rule => Assert.False(string.IsNullOrWhiteSpace(rule.Action) || string.IsNullOrWhiteSpace(rule.Source)));
    }

    [Fact]
    public void Standard_WatchesSilenceOfEveryExpectedLiveFeedOfAHospital()
    {
        var watched = AlertRuleSet.Standard.For(Footprint.HertfordshireWestEssex.Find(PlaceCode.Parse("RWH01")))
            .SelectMany(rule => rule.All).Where(condition => condition.Kind is ConditionKind.Silence).Select(condition => condition.Group);

        Assert.Equal(["ambulance", "beds", "ed"], watched.Order());
    }

    [Fact]
    public void Parse_TakesTheUsualHolds_WhereTheFileGivesNone()
    {
        var rule = Parse(Set(Rule)).Rules.Single();

        Assert.Equal((TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1)), (rule.Hold, rule.ClearHold, rule.Cooldown));
    }

    [Theory]
    [InlineData("\"raise\": 95", "\"raise\": -5", "full", "beds.ga.occupancy cannot be -5")]
    [InlineData("\"clear\": 93", "\"clear\": 97", "full", "full clears beds.ga.occupancy on the wrong side of the value that raises.")]
    [InlineData("beds.ga.occupancy", "beds.ga.fullness", "full", "beds.ga.fullness is not in the metric dictionary.")]
    [InlineData("beds.ga.occupancy", "ed.attendances", "full", "full needs to say which way ed.attendances is worse.")]
    [InlineData("\"raise\": 95, ", "", "full", "full needs the value of beds.ga.occupancy that raises.")]
    [InlineData("\"Act\"", "\" \"", "full", "full needs an action: what should whoever is told do?")]
    [InlineData("[\"hospital\"]", "[]", "full", "full needs at least one kind of place.")]
    [InlineData("\"code\": \"full\"", "\"code\": \"Full!\"", "Full!", "The code 'Full!' must be small letters, digits and hyphens.")]
    [InlineData("\"action\"", "\"places\": [\"RXX99\"], \"action\"", "full", "full speaks of RXX99, which is not a place of this footprint.")]
    [InlineData("\"action\"", "\"hold\": \"-00:01:00\", \"action\"", "full", "full must hold for 0 to 24 hours.")]
    [InlineData("\"action\"", "\"cooldown\": \"8.00:00:00\", \"action\"", "full", "full must cool down for 0 to 7 days.")]
    [InlineData("\"action\"", "\"inhibits\": [\"empty\"], \"action\"", "full", "full inhibits empty, which is no rule here.")]
    [InlineData("\"action\"", "\"inhibits\": [\"full\"], \"action\"", "full", "full cannot inhibit itself.")]
    [InlineData("\"action\"", "\"overlays\": [{ \"name\": \"W\", \"from\": \"12-19\", \"all\": [] }], \"action\"", "full", "full, 'W', needs either bankHolidays or both from and to, as month and day such as 12-19. full, 'W', needs at least one condition.")]
    [InlineData("\"threshold\", \"metric\": \"beds.ga.occupancy\", \"raise\": 95, \"clear\": 93", "\"silence\"", "full", "full needs the group of metrics that falls silent, such as beds or ed. full watches silence, which is the feed owner's to mend")]
    [InlineData("\"threshold\", \"metric\": \"beds.ga.occupancy\", \"raise\": 95, \"clear\": 93", "\"level\", \"raise\": 5", "full", "full needs a level of 2, 3 or 4 to raise at.")]
    [InlineData("\"threshold\", \"metric\": \"beds.ga.occupancy\", \"raise\": 95, \"clear\": 93", "\"change\", \"metric\": \"ed.four-hour-performance\", \"raise\": 10, \"over\": \"06:00:00\"", "full", "it starts anew at midnight")]
    [InlineData("\"threshold\", \"metric\": \"beds.ga.occupancy\", \"raise\": 95, \"clear\": 93", "\"change\", \"metric\": \"ed.in-department\", \"raise\": 0", "full", "full needs by how much ed.in-department gets worse, above 0. full needs within how long ed.in-department gets worse: up to 24 hours.")]
    [InlineData("\"warning\"", "\"dire\"", "", "The alert rules are not readable")]
    [InlineData("\"action\"", "\"acton\"", "", "The alert rules are not readable")]
    [InlineData("[{ \"kind\"", "[null, { \"kind\"", "", "A list in them has an entry that is null.")]
    public void Parse_RefusesARule_AndSaysWhatIsWrong(string good, string bad, string rule, string problem)
    {
        var edited = Rule.Replace(good, bad, StringComparison.Ordinal);

        var error = Assert.Throws<FormatException>(() => Parse(Set(edited)));

        Assert.NotEqual(Rule, edited);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains(rule, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_RefusesRulesThatInhibitEachOther()
    {
        var one = Rule.Replace("\"action\"", "\"inhibits\": [\"other\"], \"action\"", StringComparison.Ordinal);
        var other = one.Replace("other", "full", StringComparison.Ordinal).Replace("\"code\": \"full\"", "\"code\": \"other\"", StringComparison.Ordinal);

        var error = Assert.Throws<FormatException>(() => Parse(Set($"{one},{other}")));

        Assert.Contains("full inhibits a rule that inhibits it in turn.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_ListsEveryFault()
    {
        var error = Assert.Throws<FormatException>(() => Parse(Set($"{Rule.Replace("95", "92", StringComparison.Ordinal)},{Rule.Replace("Act", "", StringComparison.Ordinal)}")));

        Assert.Contains("The code full is used twice.", error.Message, StringComparison.Ordinal);
        Assert.Contains("wrong side", error.Message, StringComparison.Ordinal);
        Assert.Contains("needs an action", error.Message, StringComparison.Ordinal);
    }

    private static string Set(string rules) =>
        $$"""{ "name": "Test", "version": "1", "source": "", "status": "", "rules": [{{rules}}] }""";

    private static AlertRuleSet Parse(string json) =>
        AlertRuleSet.Parse(json, MetricDictionary.Standard, Footprint.HertfordshireWestEssex);
}
