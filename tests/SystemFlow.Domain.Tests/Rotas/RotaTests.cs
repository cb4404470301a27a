using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rotas;

namespace SystemFlow.Domain.Tests.Rotas;

public sealed class RotaTests
{
    private static readonly Footprint Here = Footprint.HertfordshireWestEssex;

    [Fact]
    public void Standard_HasNobodysAddress()
    {
        Assert.All(Rota.Standard.Leads, lead => Assert.Null(lead.Email));
        Assert.All(Rota.Standard.Leads, lead => Assert.Null(lead.Webhook));
    }

    [Fact]
    public void Standard_EveryPlaceHasALadderForBothOwners()
    {
        var rules = new RotaRules(Rota.Standard, Here);

        Assert.All(Here.Places, place => Assert.NotNull(rules.LadderFor(place.Code, AlertOwner.Lead)));
        Assert.All(Here.Places, place => Assert.NotNull(rules.LadderFor(place.Code, AlertOwner.FeedOwner)));
    }

    [Theory]
    [InlineData("2026-10-24T00:00Z", "2026-10-27T00:00Z")]
    [InlineData("2026-03-28T00:00Z", "2026-03-31T00:00Z")]
    public void Standard_NoRoleHasAGapWhenTheClocksChange(string from, string to)
    {
        var rules = new RotaRules(Rota.Standard, Here);

        Assert.All(Rota.Standard.Roles, role => Assert.Empty(
            rules.GapsOf(role.Code, DateTimeOffset.Parse(from), DateTimeOffset.Parse(to))));
    }

    [Fact]
    public void ToJson_IsReadAgainAsTheSame()
    {
        var json = Rota.Standard.ToJson();

        Assert.Equal(json, Rota.Parse(json, Here).ToJson());
    }

    [Theory]
    [InlineData("lead", "\"place\": \"RWH01\"", "\"place\": \"RXX99\"", "The lead ann is at RXX99, which the footprint has not.")]
    [InlineData("lead", "\"place\": \"RWH01\"", "\"place\": \"rwh01\"", "The lead ann is at rwh01, which the footprint has not.")]
    [InlineData("lead", "a@example.org", "a at example", "which is not an e-mail address.")]
    [InlineData("lead", "a@example.org", "Ann <a@example.org>", "which is not an e-mail address.")]
    [InlineData("lead", "https://example.org/hook", "http://example.org/hook", "neither https nor http on this machine.")]
    [InlineData("lead", "https://example.org/hook", "/hook", "neither https nor http on this machine.")]
    [InlineData("lead", "https://example.org/hook", "ftp://localhost/hook", "neither https nor http on this machine.")]
    [InlineData("lead", "\"code\": \"ann\"", "\"code\": \"a/n\"", "may have only letters, digits, hyphens and dots")]
    [InlineData("duty", "\"lead\": \"ann\"", "\"lead\": \"bob\"", "The role site is taken by bob, who is not among the leads.")]
    [InlineData("duty", "\"to\": \"08:00\"", "\"to\": \"08:00\", \"firstDate\": \"2026-02-02\", \"lastDate\": \"2026-02-01\"", "a duty that ends before it begins.")]
    [InlineData("rung", "\"role\": \"site\"", "\"role\": \"boss\"", "has the role boss, which is not among the roles.")]
    [InlineData("rung", "\"after\": \"00:00\"", "\"after\": \"00:05\"", "must begin at once: its first rung is not 0.")]
    [InlineData("rung", "{ \"role\": \"site\", \"after\": \"00:15\" }", "{ \"role\": \"site\", \"after\": \"00:00\" }", "has rungs that do not rise.")]
    public void Parse_WhatIsWrong_IsSaidInWords(string _, string right, string wrong, string problem)
    {
        Assert.Contains(right, Small, StringComparison.Ordinal);

        var error = Assert.Throws<FormatException>(() => Rota.Parse(Small.Replace(right, wrong, StringComparison.Ordinal), Here));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SeveralMistakes_AreAllListed()
    {
        var json = """
            { "leads": [{ "code": "ann", "name": "Ann", "place": "RWH01" }, { "code": "ann", "name": "Ann", "place": "RWH01" }],
              "roles": [{ "code": "site", "name": "Site", "place": "RWH01", "duties": [] }, { "code": "site", "name": "Site", "place": "RWH01", "duties": [] }],
              "ladders": [{ "place": "RWH01", "owner": "lead", "rungs": [] }, { "place": "RWH01", "owner": "lead", "rungs": [] }] }
            """;

        var error = Assert.Throws<FormatException>(() => Rota.Parse(json, Here));

        Assert.Equal(
            "The rota is wrong. The lead ann is listed twice. The role site is listed twice. The ladder of RWH01 (lead) is listed twice. "
            + "The ladder of RWH01 (lead) needs 1 to 10 rungs. The ladder of RWH01 (lead) needs 1 to 10 rungs.",
            error.Message);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{ "leads": [], "roles": [], "ladders": [{ "place": "RWH01", "owner": 7, "rungs": [] }] }""")]
    [InlineData("""{ "leads": [null], "roles": [], "ladders": [] }""")]
    [InlineData("""{ "leads": null, "roles": [], "ladders": [] }""")]
    [InlineData("""{ "leads": [], "roles": [{ "code": "site", "name": "Site", "place": "RWH01", "duties": null }], "ladders": [] }""")]
    [InlineData("""{ "leads": [], "roles": [{ "code": "site", "name": "Site", "place": "RWH01", "duties": [null] }], "ladders": [] }""")]
    [InlineData("""{ "leads": [], "roles": [], "ladders": [{ "place": "RWH01", "owner": "lead", "rungs": [null] }] }""")]
    [InlineData("""{ "leads": [], "roles": [], "ladders": [{ "place": null, "owner": "lead", "rungs": [] }] }""")]
    [InlineData("""{ "leads": [{ "code": "ann", "name": "Ann", "place": "RWH01", "webhook": "http://[" }], "roles": [], "ladders": [] }""")]
    [InlineData("""{ "leads": [], "roles": [], "ladders": [], "extra": 1 }""")]
    [InlineData("""{ "leads": [{ "code": null, "name": "Ann", "place": "RWH01" }], "roles": [], "ladders": [] }""")]
    public void Parse_AnythingElse_IsRefused(string json) =>
        Assert.Throws<FormatException>(() => Rota.Parse(json, Here));

    [Fact]
    public void Parse_AWebhookThatIsRefused_IsNotQuotedWhole_ForItsPathMayBeASecret()
    {
        var error = Assert.Throws<FormatException>(
            () => Rota.Parse(Small.Replace("https://example.org/hook", "http://example.org/s3cret", StringComparison.Ordinal), Here));

        Assert.Contains("The lead ann has a webhook, http://example.org, which is neither https", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:5099/hook")]
    [InlineData("http://127.0.0.1/hook")]
    [InlineData("http://[::1]/hook")]
    public void Parse_AWebhookOnThisMachine_NeedsNoTls(string hook)
    {
        var rota = Rota.Parse(Small.Replace("https://example.org/hook", hook, StringComparison.Ordinal), Here);

        Assert.Equal(hook, rota.Leads[0].Webhook?.OriginalString);
    }

    private const string Small = """
        {
          "leads": [{ "code": "ann", "name": "Ann", "place": "RWH01", "email": "a@example.org", "webhook": "https://example.org/hook" }],
          "roles": [{ "code": "site", "name": "Site lead", "place": "RWH01", "duties": [{ "lead": "ann", "days": [], "from": "20:00", "to": "08:00" }] }],
          "ladders": [{ "place": "RWH01", "owner": "lead", "rungs": [{ "role": "site", "after": "00:00" }, { "role": "site", "after": "00:15" }] }]
        }
        """;
}
