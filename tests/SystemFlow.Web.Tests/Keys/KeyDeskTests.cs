using System.Security.Claims;
using SystemFlow.Operations.Keys;
using SystemFlow.Testing;
using SystemFlow.Web.Keys;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Keys;

public sealed class KeyDeskTests
{
    [Fact]
    public async Task Issue_ByWhoIsSignedIn_CarriesTheirNameAndHoldsForTheirPlaces()
    {
        await using var screen = new Screen();
        var fields = new KeyFields { Feed = " lister-pas ", IsEverywhere = false, Limit = "120", Note = "Bed system" };
        fields.Places.Add(A.Lister);

        var outcome = screen.KeyDesk.Issue(Screen.SignedIn(), fields);

        var key = screen.Keys.Find(outcome.Secret);
        Assert.Equal(("lister-pas", 120, "Ann Other, site lead"), (key!.Feed, key.MessagesPerMinute, key.CreatedBy));
        Assert.Equal([A.Lister], key.Places);
        Assert.Equal("Ann Other, site lead", screen.Keys.History(1)[0].By);
    }

    [Fact]
    public async Task EveryChange_ByNobody_IsRefused()
    {
        await using var screen = new Screen();
        var nobody = new ClaimsPrincipal(new ClaimsIdentity());
        var secret = screen.Keys.Issue("lister-pas", new KeyScope([]), "Ann");

        KeyOutcome[] outcomes =
        [
            screen.KeyDesk.Issue(nobody, new KeyFields { Feed = "other", IsEverywhere = true }),
            screen.KeyDesk.Rotate(nobody, "lister-pas", TimeSpan.Zero),
            screen.KeyDesk.Change(nobody, new KeyFields { Feed = "lister-pas", IsEverywhere = true, Limit = "1" }),
            screen.KeyDesk.Revoke(nobody, "lister-pas"),
        ];

        Assert.All(outcomes, outcome => Assert.Equal(["Sign in to manage feed keys: it carries your name."], outcome.Problems));
        Assert.Null(screen.Keys.Find(secret)!.MessagesPerMinute);
        Assert.Single(screen.Keys.All);
    }

    [Theory]
    [InlineData("Lister PAS", true, "", "Name the feed in 2 to 64 small letters")]
    [InlineData("lister-pas", null, "", "Choose whether the feed may write for every place or for some.")]
    [InlineData("lister-pas", false, "", "Choose the places that the feed may write for.")]
    [InlineData("lister-pas", true, "many", "Give the limit as a whole number of messages a minute")]
    [InlineData("lister-pas", true, "0", "A limit of its own is 1 to 60000 messages a minute.")]
    public async Task Issue_WhatCannotBe_SaysWhatToDo(string feed, bool? everywhere, string limit, string problem)
    {
        await using var screen = new Screen();

        var outcome = screen.KeyDesk.Issue(Screen.SignedIn(), new KeyFields { Feed = feed, IsEverywhere = everywhere, Limit = limit });

        Assert.StartsWith(problem, Assert.Single(outcome.Problems));
        Assert.True(screen.Keys.IsEmpty);
    }

    [Fact]
    public async Task Revoke_AKey_RefusesItsFeedAtTheDoor()
    {
        await using var app = new FlowApp();
        var client = app.Scoped("RWH01");
        var keys = (FeedKeys)app.Services.GetService(typeof(FeedKeys))!;
        using var before = await client.PostAsync("/api/v1/observations", Row(app), TestContext.Current.CancellationToken);

        keys.Revoke(keys.All.Single(key => !key.IsOperators).Feed, "A test");

        using var after = await client.PostAsync("/api/v1/observations", Row(app), TestContext.Current.CancellationToken);
        Assert.Equal((200, 401), ((int)before.StatusCode, (int)after.StatusCode));
    }

    private static StringContent Row(FlowApp app) => new(
        $"place,metric,value,periodEnd\nRWH01,ed.in-department,5,{app.NextMoment():O}\n", System.Text.Encoding.UTF8, "text/csv");
}
