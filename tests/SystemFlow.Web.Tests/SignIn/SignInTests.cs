using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Operations.Accounts;

namespace SystemFlow.Web.Tests.SignIn;

public sealed class SignInTests : IDisposable
{
    private const string NoMatch = "That user name and password do not match.";

    private readonly FlowApp _app = new();

    public void Dispose() => _app.Dispose();

    private AccountBook Book => _app.Services.GetRequiredService<AccountBook>();

    [Fact]
    public async Task SignIn_WithThePassword_IsKnownOnEveryPage_AndWrittenDownWithoutIt()
    {
        using var visitor = new Visitor(_app);

        var page = await visitor.SignInAsync();
        var rules = await visitor.OpenAsync("/rules/pressure");

        Assert.Equal((302, "/rota"), (page.Status, page.Location));
        Assert.Contains("httponly", page.Cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", page.Cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Ann Other, site lead", rules.Text);
        Assert.Contains("Saved as Ann Other, site lead.", rules.Text);
        Assert.Contains(_app.Log.All, line => line.Contains("Signed in: Ann Other, site lead", StringComparison.Ordinal));
        Assert.DoesNotContain(_app.Log.All, line => line.Contains(FlowApp.Password, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ann.other@nhs.net", "not the password", NoMatch)]
    [InlineData("nobody@nhs.net", FlowApp.Password, NoMatch)]
    [InlineData(" ", FlowApp.Password, "Enter your user name")]
    [InlineData("ann.other@nhs.net", "", "Enter your password")]
    public async Task SignIn_FilledInWrongly_SaysWhatToDoAndLetsNobodyIn(string userName, string password, string problem)
    {
        await _app.AccountAsync();
        using var visitor = new Visitor(_app);

        var page = await visitor.SignInAsAsync(userName, password);

        Assert.Equal((400, null), (page.Status, page.Cookie));
        Assert.Contains("There is a problem", page.Text);
        Assert.Contains(problem, page.Text);
        Assert.DoesNotContain($"value=\"{FlowApp.Password}", page.Text);
        Assert.Contains("Sign in</a>", (await visitor.OpenAsync("/")).Text);
    }

    [Fact]
    public async Task SignIn_ToASuspendedAccount_SaysNoMoreThanToNobodys()
    {
        var ann = await _app.AccountAsync();
        await Book.SuspendAsync(ann.Id, isSuspended: true, "A test");
        using var visitor = new Visitor(_app);

        var page = await visitor.SignInAsAsync(ann.UserName);

        Assert.Equal((400, null), (page.Status, page.Cookie));
        Assert.Contains(NoMatch, page.Text);
    }

    [Fact]
    public async Task SignIn_FiveWrongPasswordsWithinAMinute_MakeThatAddressWait()
    {
        using var visitor = new Visitor(_app);
        for (var wrong = 0; wrong < 5; wrong++) Assert.Equal(400, (await visitor.SignInAsync("not the password")).Status);

        var page = await visitor.SignInAsync();

        Assert.Equal((429, null), (page.Status, page.Cookie));
        Assert.InRange(page.RetryAfter!.Value.TotalSeconds, 1, 60);
        Assert.Contains("Too many wrong passwords came from here.", page.Text);
    }

    [Theory]
    [InlineData("https://example.org/")]
    [InlineData("//example.org/")]
    [InlineData("/\\example.org")]
    [InlineData("javascript:alert(1)")]
    [InlineData("~/rota")]
    public async Task SignIn_AskedToGoElsewhere_GoesToTheSystemView(string returnUrl)
    {
        using var visitor = new Visitor(_app);

        var page = await visitor.SignInAsync(returnUrl: returnUrl);

        Assert.Equal((302, "/"), (page.Status, page.Location));
    }

    [Fact]
    public async Task SignIn_AFormThatIsNotOurs_IsRefused()
    {
        await _app.AccountAsync();
        using var visitor = new Visitor(_app);
        var page = await visitor.OpenAsync("/sign-in");

        var sent = await visitor.SendAsync(
            page, new() { ["_handler"] = "sign-in", ["Fields.UserName"] = "ann.other@nhs.net", ["Fields.Password"] = FlowApp.Password }, isWithHidden: false);

        Assert.Equal((400, null), (sent.Status, sent.Cookie));
    }

    [Fact]
    public async Task SignIn_Again_IsAnotherSessionAndCookie_AndTheOneBeforeIsOver()
    {
        using var visitor = new Visitor(_app);
        var before = await visitor.SignInAsync();
        var session = Assert.Single(Book.Sessions((await _app.AccountAsync()).Id));

        var after = await visitor.SignInAsync();

        Assert.NotEqual(before.Cookie!.Split(';')[0], after.Cookie!.Split(';')[0]);
        Assert.NotEqual(session.Id, Assert.Single(Book.Sessions(session.AccountId)).Id);
        using var thief = new Visitor(_app);
        Assert.Contains("Sign in</a>", (await thief.OpenAsync("/metrics", before.Cookie.Split(';')[0])).Text);
        Assert.Contains("Ann Other, site lead", (await thief.OpenAsync("/metrics", after.Cookie.Split(';')[0])).Text);
    }

    [Fact]
    public async Task SignIn_OverASessionThatSomebodyPlanted_LeavesNothingOfItInTheirHands()
    {
        using Visitor browser = new(_app), planter = new(_app);
        var planted = (await browser.SignInAsync(name: "Jo Smith", role: "ward clerk")).Cookie!.Split(';')[0];
        Assert.Contains("Jo Smith", (await planter.OpenAsync("/metrics", planted)).Text);

        await browser.SignInAsync();

        Assert.Contains("Ann Other", (await browser.OpenAsync("/metrics")).Text);
        Assert.Contains("Sign in</a>", (await planter.OpenAsync("/metrics", planted)).Text);
        Assert.Contains("Sign in</a>", (await planter.OpenAsync("/metrics", "systemflow=chosen-by-somebody")).Text);
    }

    [Fact]
    public async Task SignIn_WithoutScript_HasNoButtonThatShowsThePassword_AndItsFieldIsFilledInByAManager()
    {
        using var visitor = new Visitor(_app);

        var page = new HtmlParser().ParseDocument((await visitor.OpenAsync("/sign-in")).Text);
        var (field, button) = (page.QuerySelector("#password")!, page.QuerySelector("button[aria-controls=password]")!);

        Assert.Equal(("password", "current-password"), (field.GetAttribute("type"), field.GetAttribute("autocomplete")));
        Assert.Equal(("button", "Show password"), (button.GetAttribute("type"), button.TextContent));
        Assert.True(button.HasAttribute("hidden"));
    }

    [Fact]
    public async Task SignIn_ByHttps_GivesACookieForThisHostAlone()
    {
        using var visitor = new Visitor(_app, "https://localhost");

        var page = await visitor.SignInAsync();

        Assert.StartsWith("__Host-systemflow=", page.Cookie);
        Assert.Contains("; secure", page.Cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; path=/;", page.Cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", page.Cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Ann Other, site lead", (await visitor.OpenAsync("/metrics")).Text);
    }

    [Fact]
    public async Task SignOut_ByItsButton_EndsTheSession_AndByAForeignFormDoesNot()
    {
        using var visitor = new Visitor(_app);
        var cookie = (await visitor.SignInAsync()).Cookie!.Split(';')[0];
        var page = await visitor.OpenAsync("/metrics");

        var foreign = await visitor.SendAsync(page, [], "form[action='/sign-out']", isWithHidden: false);
        var still = await visitor.OpenAsync("/metrics");
        var own = await visitor.SendAsync(page, [], "form[action='/sign-out']");

        Assert.Equal(400, foreign.Status);
        Assert.Contains("Ann Other, site lead", still.Text);
        Assert.Equal((302, "/"), (own.Status, own.Location));
        Assert.Contains("Sign in</a>", (await visitor.OpenAsync("/metrics")).Text);
        using var another = new Visitor(_app);
        Assert.Contains("Sign in</a>", (await another.OpenAsync("/metrics", cookie)).Text); // The cookie that was copied is nobody's too.
    }

    [Fact]
    public async Task AGrantThatIsWithdrawn_CountsAtTheNextRequest()
    {
        using var visitor = new Visitor(_app);
        await visitor.SignInAsync();
        Assert.Contains("Saved as Ann Other, site lead.", (await visitor.OpenAsync("/rules/pressure")).Text);

        await Book.SetGrantsAsync((await _app.AccountAsync()).Id, []);

        Assert.DoesNotContain("Saved as Ann Other", (await visitor.OpenAsync("/rules/pressure")).Text);
    }

    [Fact]
    public async Task Access_ForNobody_AsksABrowserToSignIn_AndThenShowsThePage()
    {
        using var app = new FlowApp { Settings = new() { ["Access:Anonymous"] = "none" } };
        using var visitor = new Visitor(app);

        var before = await visitor.OpenAsync("/rules?version=1");
        await visitor.SignInAsync();
        var after = await visitor.OpenAsync("/rules?version=1");

        Assert.Equal((302, "/sign-in?returnUrl=%2Frules%3Fversion%3D1"), (before.Status, before.Location));
        Assert.Equal(200, after.Status);
    }
}
