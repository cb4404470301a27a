namespace SystemFlow.Web.Tests.SignIn;

public sealed class SignInTests : IDisposable
{
    private readonly FlowApp _app = new();

    public void Dispose() => _app.Dispose();

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
    [InlineData("not the password", "Ann", "site lead", "That is not the password.")]
    [InlineData(FlowApp.Password, " ", "site lead", "Enter your name")]
    [InlineData(FlowApp.Password, "Ann", "", "Enter your role")]
    [InlineData("", "Ann", "site lead", "Enter the password")]
    [InlineData(FlowApp.Password, "Ann\nSigned in: Bob", "site lead", "Enter your name on one line")]
    public async Task SignIn_FilledInWrongly_SaysWhatToDoAndLetsNobodyIn(string password, string name, string role, string problem)
    {
        using var visitor = new Visitor(_app);

        var page = await visitor.SignInAsync(password, name, role);

        Assert.Equal((400, null), (page.Status, page.Cookie));
        Assert.Contains("There is a problem", page.Text);
        Assert.Contains(problem, page.Text);
        Assert.Contains("Sign in</a>", (await visitor.OpenAsync("/")).Text);
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
        using var visitor = new Visitor(_app);
        var page = await visitor.OpenAsync("/sign-in");

        var sent = await visitor.SendAsync(
            page, new() { ["_handler"] = "sign-in", ["Fields.Name"] = "Ann", ["Fields.Role"] = "lead", ["Fields.Password"] = FlowApp.Password },
            isWithHidden: false);

        Assert.Equal((400, null), (sent.Status, sent.Cookie));
    }

    [Fact]
    public async Task SignOut_ByItsButton_EndsTheSession_AndByAForeignFormDoesNot()
    {
        using var visitor = new Visitor(_app);
        await visitor.SignInAsync();
        var page = await visitor.OpenAsync("/metrics");

        var foreign = await visitor.SendAsync(page, [], "form[action='/sign-out']", isWithHidden: false);
        var still = await visitor.OpenAsync("/metrics");
        var own = await visitor.SendAsync(page, [], "form[action='/sign-out']");

        Assert.Equal(400, foreign.Status);
        Assert.Contains("Ann Other, site lead", still.Text);
        Assert.Equal((302, "/"), (own.Status, own.Location));
        Assert.Contains("Sign in</a>", (await visitor.OpenAsync("/metrics")).Text);
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
