using System.Web;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Access;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Invitations;
using SystemFlow.Web.SignIn.Providers;

namespace SystemFlow.Web.Tests.SignIn.Providers;

/// <summary>The whole way in by a real provider, and who must not come that way.</summary>
public sealed class ProviderTests
{
    public const string Email = "ann.other@nhs.net";

    [Fact]
    public async Task SignIn_WithAnAccountOfThatAddress_EndsOnThePageThatWasWanted_WithASessionLikeAnyOther()
    {
        using var provider = await RealProvider.StartAsync();
        using var app = new FlowApp { Settings = provider.Settings };
        var account = await app.AccountAsync();
        using var visitor = new Visitor(app);

        var signIn = await visitor.OpenAsync("/sign-in?returnUrl=%2Frota");
        var page = await ComeAsync(visitor, provider, Ann(), "/rota");
        var own = await visitor.OpenAsync("/account");

        Assert.Contains("Sign in with NHS CIS2", signIn.Text, StringComparison.Ordinal);
        Assert.Equal((302, "/rota"), (page.Status, page.Location));
        Assert.Contains("Ann Other, site lead", own.Text, StringComparison.Ordinal);
        var session = Assert.Single(Book(app).Sessions(account.Id));
        Assert.Equal(("NHS CIS2", false), (session.Way, session.IsStrong));
        Assert.Contains("Signed in by NHS CIS2.", await AuditOf(app), StringComparison.Ordinal);
        Assert.DoesNotContain(app.Log.All, line => line.Contains(RealProvider.ClientSecret, StringComparison.Ordinal) || line.Contains("code=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SignIn_ASecondTime_GoesByTheTie_WhateverAddressThePersonHasThen()
    {
        using var provider = await RealProvider.StartAsync();
        using var app = new FlowApp { Settings = provider.Settings };
        var account = await app.AccountAsync();
        using var first = new Visitor(app);
        using var second = new Visitor(app);

        await ComeAsync(first, provider, Ann());
        provider.Forget();
        await ComeAsync(second, provider, Ann() with { Email = "ann.married@nhs.net" });

        Assert.Equal(2, Book(app).Sessions(account.Id).Length);
    }

    [Fact]
    public async Task SignIn_WithAnInvitation_MakesTheAccount_WithoutAPassword_Once()
    {
        using var provider = await RealProvider.StartAsync();
        using var app = new FlowApp { Settings = provider.Settings };
        var admin = await app.AccountAsync("Al Admin", "administrator");
        app.Services.GetRequiredService<InvitationBook>().Issue(
            new InvitationDraft(Email, "Ann Other", "site lead", "", [new Grant(Role.Lead, Testing.A.Lister)]), admin.Words, admin.Id);
        using var visitor = new Visitor(app);

        var page = await ComeAsync(visitor, provider, Ann(), "/rota");

        Assert.Equal("/rota", page.Location);
        var account = Book(app).FindByName(Email)!;
        Assert.Equal((false, "Lead RWH01"), (account.HasPassword, account.Grants.Single().ToString()));
        Assert.Equal("ann", account.Logins.Single().Subject);
        Assert.Null(app.Services.GetRequiredService<InvitationBook>().FindOpenFor(Email));
    }

    [Fact]
    public async Task SignIn_BySomebodyElseWithARecycledAddress_IsRefused()
    {
        using var provider = await RealProvider.StartAsync();
        using var app = new FlowApp { Settings = provider.Settings };
        await app.AccountAsync();
        using var visitor = new Visitor(app);
        await ComeAsync(visitor, provider, Ann());

        await RefusedAsync(app, provider, Ann() with { Subject = "another-ann" }, ProviderProblem.AnotherPerson);
    }

    [Fact]
    public async Task SignIn_WhoMayNot_IsToldWhatToDo()
    {
        using var provider = await RealProvider.StartAsync();
        using var app = new FlowApp { Settings = provider.Settings };
        var account = await app.AccountAsync();

        await RefusedAsync(app, provider, Ann() with { Subject = "stranger", Email = "stranger@nhs.net" }, ProviderProblem.NotInvited);
        await RefusedAsync(app, provider, Ann() with { IsVerified = false }, ProviderProblem.EmailNotVerified);
        await RefusedAsync(app, provider, Ann() with { Email = null }, ProviderProblem.NoEmail);
        await RefusedAsync(app, provider, Ann() with { Cancels = true }, ProviderProblem.Declined);
        await Book(app).SuspendAsync(account.Id, isSuspended: true, "A test");
        await RefusedAsync(app, provider, Ann(), ProviderProblem.Suspended);

        using var visitor = new Visitor(app);
        var why = await visitor.OpenAsync(ProviderHosting.ProblemAddress(ProviderProblem.NotInvited));
        Assert.Equal(403, why.Status);
        Assert.Contains("Ask the administrator of your organisation to invite your work e-mail address", why.Text, StringComparison.Ordinal);
        Assert.Contains("stranger@nhs.net was not let in by NHS CIS2: nobody invited that address.", await AuditOf(app), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_WhereASecondFactorIsDemandedThere_CountsItHere_AndRefusesWhoGaveNone()
    {
        using var provider = await RealProvider.StartAsync();
        using var app = new FlowApp { Settings = new(provider.Settings) { ["SignIn:Provider:AcrValues"] = "AAL2 AAL3", ["SignIn:Provider:RequiredAcr"] = "AAL2 AAL3", ["SignIn:SecondFactor"] = "everybody" } };
        var account = await app.AccountAsync();
        using var visitor = new Visitor(app);

        var away = await visitor.OpenAsync("/sign-in/provider");
        await ComeAsync(visitor, provider, Ann() with { Acr = "AAL3" });

        Assert.Contains("request_uri", away.Location!, StringComparison.Ordinal); // Pushed to it, and not in the address.
        Assert.True(Assert.Single(Book(app).Sessions(account.Id)).IsStrong);
        await RefusedAsync(app, provider, Ann() with { Acr = null }, ProviderProblem.TooWeak);
    }

    [Fact]
    public async Task SignIn_WhereNoneIsDemandedThere_AsksForOurSecondFactor()
    {
        using var provider = await RealProvider.StartAsync();
        using var app = new FlowApp { Settings = provider.Settings };
        var account = await app.AccountAsync();
        var session = await Book(app).BeginSessionAsync(account.Id, null, "A test", "password", isStrong: false);
        var key = await Book(app).BeginSecondFactorAsync(account.Id);
        await Book(app).ConfirmSecondFactorAsync(account.Id, AuthenticatorCodes.CodeAt(key, TimeProvider.System.GetUtcNow()), account.Words, session.Id);
        await Book(app).EndAllAsync(account.Id, "A test");
        using var visitor = new Visitor(app);

        var page = await ComeAsync(visitor, provider, Ann(), "/rota");

        Assert.Equal("/sign-in/code?returnUrl=%2Frota", page.Location);
        Assert.Empty(Book(app).Sessions(account.Id));
    }

    [Fact]
    public async Task SignIn_AnAnswerThatIsReplayed_OrOfAnotherBrowser_OrWhoseStateWasChanged_LetsNobodyIn()
    {
        using var provider = await RealProvider.StartAsync();
        using var app = new FlowApp { Settings = provider.Settings };
        await app.AccountAsync();
        using var visitor = new Visitor(app);
        using var victim = new Visitor(app);

        var back = await provider.VisitAsync((await visitor.OpenAsync("/sign-in/provider")).Location!, Ann());
        var ofAnother = await victim.OpenAsync(back); // Login CSRF: the attacker's own answer, put before somebody else.
        var changed = await visitor.OpenAsync(back.Replace("state=", "state=x", StringComparison.Ordinal));
        var right = await visitor.OpenAsync(back);
        var again = await visitor.OpenAsync(back);

        var problem = ProviderHosting.ProblemAddress(ProviderProblem.NotValid);
        Assert.Equal((problem, null), (ofAnother.Location, ofAnother.Cookie));
        Assert.Equal((problem, null), (changed.Location, changed.Cookie));
        Assert.Equal("/", right.Location);
        Assert.Equal((problem, null), (again.Location, again.Cookie));
    }

    [Fact]
    public async Task SignIn_ACodeThatWasUsed_LetsNobodyIn()
    {
        using var provider = await RealProvider.StartAsync();
        using var app = new FlowApp { Settings = provider.Settings };
        await app.AccountAsync();
        using var visitor = new Visitor(app);
        var used = HttpUtility.ParseQueryString(new Uri(await provider.VisitAsync((await visitor.OpenAsync("/sign-in/provider")).Location!, Ann())).Query)["code"]!;
        await visitor.OpenAsync($"/sign-in/provider/back?code={used}&state=none");
        using var other = new Visitor(app);
        var state = HttpUtility.ParseQueryString(new Uri(await provider.VisitAsync((await other.OpenAsync("/sign-in/provider")).Location!, Ann())).Query)["state"]!;

        // The code of one sign-in with the state of another: the proof key does not fit it.
        var page = await other.OpenAsync($"/sign-in/provider/back?code={used}&state={Uri.EscapeDataString(state)}");

        Assert.Equal((ProviderHosting.ProblemAddress(ProviderProblem.NotValid), null), (page.Location, page.Cookie));
    }

    [Fact]
    public async Task SignIn_AfterTheProviderChangedItsKeys_StillWorks()
    {
        using var provider = await RealProvider.StartAsync();
        using var app = new FlowApp { Settings = provider.Settings };
        await app.AccountAsync();
        using var before = new Visitor(app);
        await ComeAsync(before, provider, Ann());
        await provider.StartAgainAsync();
        using var visitor = new Visitor(app);

        var page = await ComeAsync(visitor, provider, Ann(), "/rota");
        Assert.Equal("/rota", page.Location);
    }

    [Fact]
    public async Task SignIn_WhileTheProviderIsDown_SaysSo_AndAPasswordStillLetsIn()
    {
        using var provider = await RealProvider.StartAsync();
        provider.Stop();
        using var app = new FlowApp { Settings = provider.Settings };
        using var visitor = new Visitor(app);

        var away = await visitor.OpenAsync("/sign-in/provider");
        var why = await visitor.OpenAsync(away.Location!);
        var page = await visitor.SignInAsync();

        Assert.Equal(503, why.Status);
        Assert.Contains("NHS CIS2 did not answer", why.Text, StringComparison.Ordinal);
        Assert.Contains("If you have a password here, sign in with that.", why.Text, StringComparison.Ordinal);
        Assert.NotNull(page.Cookie);
    }

    [Theory]
    [InlineData("https://example.org/")]
    [InlineData("//example.org/")]
    [InlineData("/\\example.org")]
    [InlineData("javascript:alert(1)")]
    public async Task SignIn_AskedToGoElsewhere_GoesToTheSystemView(string returnUrl)
    {
        await using var honest = await LyingProvider.StartAsync();
        using var app = new FlowApp { Settings = RealProvider.SettingsOf(honest.Issuer) };
        await app.AccountAsync();
        using var visitor = new Visitor(app);

        var page = await visitor.OpenAsync(await LyingProviderTests.WayBackAsync(visitor, honest, lie: null, returnUrl));

        Assert.Equal("/", page.Location);
    }

    [Fact]
    public async Task SignOut_WhereTheSettingSaysSo_LeadsToTheProvidersOwn()
    {
        using var provider = await RealProvider.StartAsync();
        using var app = new FlowApp { Settings = new(provider.Settings) { ["SignIn:Provider:SignsOutThere"] = "true" } };
        await app.AccountAsync();
        using var visitor = new Visitor(app);
        await ComeAsync(visitor, provider, Ann());

        var gone = await visitor.SendAsync(await visitor.OpenAsync("/metrics"), [], "form[action='/sign-out']");
        var leaving = await visitor.OpenAsync(gone.Location!);
        var there = await visitor.OpenAsync(ProviderHosting.LeavePath);

        Assert.Equal(ProviderHosting.LeavingPath, gone.Location);
        Assert.Contains("0; url=/sign-in/provider/leave", leaving.Text, StringComparison.Ordinal);
        Assert.StartsWith($"{provider.Issuer}session/end?", there.Location, StringComparison.Ordinal);
        Assert.Contains("client_id=systemflow", there.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_WithoutAProvider_HasNoButton_AndNoWayThere()
    {
        using var app = new FlowApp();
        using var visitor = new Visitor(app);

        Assert.DoesNotContain("Sign in with", (await visitor.OpenAsync("/sign-in")).Text, StringComparison.Ordinal);
        Assert.Equal(404, (await visitor.OpenAsync("/sign-in/provider")).Status);
        Assert.Equal(404, (await visitor.OpenAsync("/sign-in/provider/back?code=a&state=b")).Status);
    }

    private static SomebodyThere Ann() => new("ann", Email);

    private static AccountBook Book(FlowApp app) => app.Services.GetRequiredService<AccountBook>();

    private static async Task<string> AuditOf(FlowApp app) => string.Join('\n', (await app.Services.GetRequiredService<AuditLog>()
        .ReadAsync(new AuditQuestion(), 50, TestContext.Current.CancellationToken)).Select(line => line.Entry.Words));

    private static async Task<Page> ComeAsync(Visitor visitor, RealProvider provider, SomebodyThere person, string returnUrl = "/")
    {
        var away = await visitor.OpenAsync($"/sign-in/provider?returnUrl={Uri.EscapeDataString(returnUrl)}");
        return await visitor.OpenAsync(await provider.VisitAsync(away.Location!, person));
    }

    private static async Task RefusedAsync(FlowApp app, RealProvider provider, SomebodyThere person, ProviderProblem problem)
    {
        using var visitor = new Visitor(app);
        provider.Forget();
        var page = await ComeAsync(visitor, provider, person);
        Assert.Equal((ProviderHosting.ProblemAddress(problem), null), (page.Location, page.Cookie));
    }
}
