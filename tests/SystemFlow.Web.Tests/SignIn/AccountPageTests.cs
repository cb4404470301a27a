using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Operations.Accounts;
using SystemFlow.Web.SignIn;

namespace SystemFlow.Web.Tests.SignIn;

public sealed partial class AccountPageTests : IDisposable
{
    private const string Fresh = "three other words";

    private readonly FlowApp _app = new();

    public void Dispose() => _app.Dispose();

    private AccountBook Book => _app.Services.GetRequiredService<AccountBook>();

    [Theory]
    [InlineData("/account")]
    [InlineData("/account/password")]
    [InlineData("/account/second-factor")]
    public async Task Account_OfNobody_AsksToSignIn(string path)
    {
        using var visitor = new Visitor(_app);

        var page = await visitor.OpenAsync(path);

        Assert.Equal((302, $"/sign-in?returnUrl={Uri.EscapeDataString(path)}"), (page.Status, page.Location));
    }

    [Fact]
    public async Task FirstAdministrator_IsLedToTheirAccount_AndStandsBesideWhatTheyDoByTheNameTheyGive()
    {
        using var visitor = new Visitor(_app);
        Assert.Equal("/account#name", (await visitor.SignInAsAsync("administrator")).Location);
        var account = await visitor.OpenAsync("/account");
        Assert.Contains("Say below who you are.", account.Text);
        Assert.Contains("Administrator of the whole system", account.Text);

        var wrong = await visitor.SendAsync(account, new() { ["Named.Name"] = "Jo\nSmith", ["Named.Job"] = "" }, "form:has(#name)");
        var right = await visitor.SendAsync(account, new() { ["Named.Name"] = "Jo Smith", ["Named.Job"] = "system manager" }, "form:has(#name)");

        Assert.Equal(400, wrong.Status);
        Assert.Contains("Enter your name on one line", wrong.Text);
        Assert.Contains("Enter your role", wrong.Text);
        Assert.Equal((302, "/account?done=name"), (right.Status, right.Location));
        Assert.Contains("Saved as Jo Smith, system manager.", (await visitor.OpenAsync("/rules/pressure")).Text);
    }

    [Fact]
    public async Task Password_IsChangedByWhoKnowsThePresentOne_AndEndsOtherSessions()
    {
        using Visitor here = new(_app), there = new(_app);
        await here.SignInAsync();
        await there.SignInAsync();
        var form = await here.OpenAsync("/account/password");

        var wrong = await here.SendAsync(form, Fields("not the present one", Fresh));
        var weak = await here.SendAsync(form, Fields(FlowApp.Password, "SystemFlow2026!"));
        Assert.Contains("That is not your present password", wrong.Text);
        Assert.Contains("Enter a password that is harder to guess", weak.Text);
        Assert.Contains("Ann Other", (await there.OpenAsync("/metrics")).Text);
        var right = await here.SendAsync(form, Fields(FlowApp.Password, Fresh));

        Assert.Equal((302, "/account?done=password"), (right.Status, right.Location));
        Assert.Contains("Sign in</a>", (await there.OpenAsync("/metrics")).Text);
        Assert.Contains("Ann Other", (await here.OpenAsync("/metrics")).Text);
        Assert.Equal(400, (await there.SignInAsync()).Status);
        Assert.Equal(302, (await there.SignInAsync(Fresh)).Status);

        static Dictionary<string, string> Fields(string present, string fresh) =>
            new() { ["Fields.Present"] = present, ["Fields.Fresh"] = fresh, ["Fields.Again"] = fresh };
    }

    [Fact]
    public async Task SecondFactor_IsSetUpByACode_ThenAskedForAtEachSignIn_AndARecoveryCodeWillDoOnce()
    {
        using var visitor = new Visitor(_app);
        await visitor.SignInAsync();
        var form = await visitor.OpenAsync("/account/second-factor");
        var key = KeyOnPage().Match(form.Text).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);

        Assert.Contains("That code is not right.", (await visitor.SendAsync(form, new() { ["Confirm.Code"] = "12345" })).Text);
        var codes = await visitor.SendAsync(form, new() { ["Confirm.Code"] = AuthenticatorCodes.CodeAt(key, TimeProvider.System.GetUtcNow()) });
        var recovery = RecoveryCode().Matches(codes.Text).Select(match => match.Value).Distinct().ToArray();

        Assert.Equal(10, recovery.Length);
        var password = await visitor.SignInAsync();
        Assert.Equal("/sign-in/code?returnUrl=%2Frota", password.Location);
        using (var half = new Visitor(_app))
        {
            await half.SignInAsync();
            Assert.Contains("Sign in</a>", (await half.OpenAsync("/metrics")).Text); // The password alone lets nobody in.
            var ask = await half.OpenAsync("/sign-in/code?returnUrl=%2Frota");
            Assert.Equal(400, (await half.SendAsync(ask, new() { ["Fields.Code"] = "000000" })).Status);
            Assert.Equal("/rota", (await half.SendAsync(ask, new() { ["Fields.Code"] = recovery[0] })).Location);
            Assert.Contains("Ann Other", (await half.OpenAsync("/metrics")).Text);
        }

        using var again = new Visitor(_app);
        await again.SignInAsync();
        var second = await again.OpenAsync("/sign-in/code");
        Assert.Equal(400, (await again.SendAsync(second, new() { ["Fields.Code"] = recovery[0] })).Status);
        Assert.DoesNotContain(_app.Log.All, line => recovery.Append(key).Any(secret => line.Contains(secret, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task SecondFactor_WhereItIsNeeded_WhoHasNoneOnlyLooks_AndEveryPageSaysSo()
    {
        using var app = new FlowApp { Settings = new() { ["SignIn:SecondFactor"] = "administrators" } };
        using var visitor = new Visitor(app);
        await visitor.SignInAsync();

        var before = await visitor.OpenAsync("/rules/pressure");
        var form = await visitor.OpenAsync("/account/second-factor");
        var key = KeyOnPage().Match(form.Text).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        await visitor.SendAsync(form, new() { ["Confirm.Code"] = AuthenticatorCodes.CodeAt(key, TimeProvider.System.GetUtcNow()) });

        Assert.Contains("Only looking: set up a second factor", before.Text);
        Assert.DoesNotContain("Saved as Ann Other", before.Text);
        var after = await visitor.OpenAsync("/rules/pressure");
        Assert.DoesNotContain("Only looking", after.Text);
        Assert.Contains("Saved as Ann Other, site lead.", after.Text);
    }

    [Fact]
    public async Task SecondFactor_IsTurnedOffByWhoGivesThePasswordAgain()
    {
        using var visitor = new Visitor(_app);
        await visitor.SignInAsync();
        var form = await visitor.OpenAsync("/account/second-factor");
        var key = KeyOnPage().Match(form.Text).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        await visitor.SendAsync(form, new() { ["Confirm.Code"] = AuthenticatorCodes.CodeAt(key, TimeProvider.System.GetUtcNow()) });
        var on = await visitor.OpenAsync("/account/second-factor");
        Assert.DoesNotContain(key[..4], on.Text);

        Assert.Equal(400, (await visitor.SendAsync(on, new() { ["Change.Password"] = "not the password", ["Change.What"] = "off" })).Status);
        Assert.True((await _app.AccountAsync()).HasSecondFactor);
        Assert.Equal(302, (await visitor.SendAsync(on, new() { ["Change.Password"] = FlowApp.Password, ["Change.What"] = "off" })).Status);

        Assert.False((await _app.AccountAsync()).HasSecondFactor);
    }

    [Fact]
    public async Task SecondFactor_OfWhoHasNoPassword_IsTurnedOffByACodeOfIt()
    {
        var jo = await Book.CreateAsync("jo@nhs.net", "Jo Smith", "lead", "", []);
        var session = await Book.BeginSessionAsync(jo.Id, null, "Edge on Windows", "Provider", isStrong: false);
        var person = _app.Services.GetRequiredService<SessionPrincipals>().Of(session.Id)!;
        var key = await Book.BeginSecondFactorAsync(jo.Id);
        var codes = await Book.ConfirmSecondFactorAsync(jo.Id, AuthenticatorCodes.CodeAt(key, TimeProvider.System.GetUtcNow()), jo.Words, session.Id);
        var desk = _app.Services.GetRequiredService<AccountDesk>();

        var wrong = await desk.TurnOffAsync(person, "000000", null);
        var right = await desk.TurnOffAsync(person, codes[0], null);

        Assert.Equal([("password", "That is not your code")], wrong);
        Assert.Empty(right);
        Assert.False(Book.Find(jo.Id)!.HasSecondFactor);
    }

    [Fact]
    public async Task Sessions_AreEndedFromTheAccountsPage_ButNotSomebodyElses()
    {
        using Visitor here = new(_app), there = new(_app), other = new(_app);
        await other.SignInAsync(name: "Jo Smith", role: "ward clerk");
        await there.SignInAsync();
        await here.SignInAsync();
        var ann = await _app.AccountAsync();
        var (jos, theres) = (Book.Sessions((await _app.AccountAsync("Jo Smith")).Id)[0], Book.Sessions(ann.Id)[^1]);
        var page = await here.OpenAsync("/account");

        await here.SendAsync(page, new() { ["Ended.Session"] = jos.Id }, "form:has(.flow-sessions)");
        await here.SendAsync(page, new() { ["Ended.Session"] = theres.Id }, "form:has(.flow-sessions)");

        Assert.Contains("Jo Smith", (await other.OpenAsync("/metrics")).Text);
        Assert.Contains("Sign in</a>", (await there.OpenAsync("/metrics")).Text);
        Assert.Contains("Ann Other", (await here.OpenAsync("/metrics")).Text);
    }

    [Fact]
    public async Task Reset_ByALink_ChoosesAPasswordOnce_AndAnyOtherLinkSaysNoMoreThanThatItDoesNotWork()
    {
        var ann = await _app.AccountAsync();
        var link = $"/reset/{await Book.IssueResetAsync(ann.Id, "A test")}";
        using var visitor = new Visitor(_app);
        var form = await visitor.OpenAsync(link);
        Assert.Contains("ann.other@nhs.net", form.Text);

        var weak = await visitor.SendAsync(form, new() { ["Fields.Fresh"] = "short", ["Fields.Again"] = "short" });
        var right = await visitor.SendAsync(form, new() { ["Fields.Fresh"] = Fresh, ["Fields.Again"] = Fresh });

        Assert.Equal(400, weak.Status);
        Assert.Contains("Your password was chosen", right.Text);
        Assert.Equal(302, (await visitor.SignInAsync(Fresh)).Status);
        foreach (var dead in (string[])[link, "/reset/guessed"])
        {
            var page = await visitor.OpenAsync(dead);
            Assert.Equal(410, page.Status);
            Assert.Contains("This link does not work any more", page.Text);
            Assert.DoesNotContain("ann.other", page.Text);
        }
    }

    [GeneratedRegex(@"flow-key"">([A-Z2-7 ]+)<")]
    private static partial Regex KeyOnPage();

    [GeneratedRegex(@"\b[A-Z0-9]{5}-[A-Z0-9]{5}\b")]
    private static partial Regex RecoveryCode();
}
