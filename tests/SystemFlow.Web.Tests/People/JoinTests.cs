using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Invitations;
using SystemFlow.Web.Access;
using SystemFlow.Web.People;
using SystemFlow.Web.Tests.SignIn;

namespace SystemFlow.Web.Tests.People;

/// <summary>Invitations taken up over HTTP, as the invited do, and as somebody would who was not.</summary>
public sealed class JoinTests : IDisposable
{
    private const string Password = "three words together";
    private readonly FlowApp _app = new();

    public void Dispose() => _app.Dispose();

    private AccountBook Book => _app.Services.GetRequiredService<AccountBook>();

    private InvitationBook Invitations => _app.Services.GetRequiredService<InvitationBook>();

    [Fact]
    public async Task Join_WithAPassword_IsSignedIn_WithJustTheRolesInvitedTo_AndTheLinkWorksOnce()
    {
        var link = await InviteAsync("bo.new@nhs.net", "Lead RWH01");
        using var visitor = new Visitor(_app);

        var page = await visitor.OpenAsync(link);
        var joined = await visitor.SendAsync(page, Filled(Password, Password));
        using var other = new Visitor(_app);
        var again = await other.OpenAsync(link);

        Assert.Contains("Lead of Lister", page.Text, StringComparison.Ordinal);
        Assert.Equal((302, "/"), (joined.Status, joined.Location));
        Assert.Contains("Bo New, night site lead", (await visitor.OpenAsync("/account")).Text, StringComparison.Ordinal);
        var account = Book.FindByName("bo.new@nhs.net")!;
        Assert.Equal(["Lead RWH01"], account.Grants.Select(grant => grant.ToString()));
        Assert.Equal(410, again.Status);
        Assert.Contains("This link does not work", again.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(_app.Log.All, line => line.Contains(link.Split('=')[1], StringComparison.Ordinal) || line.Contains(Password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Join_AFormThatWasOpenWhenTheInvitationWasUsed_MakesNothing()
    {
        var link = await InviteAsync("bo.new@nhs.net", "Lead RWH01");
        using var visitor = new Visitor(_app);
        using var slow = new Visitor(_app);
        var page = await slow.OpenAsync(link);
        await visitor.SendAsync(await visitor.OpenAsync(link), Filled(Password, Password));

        var replayed = await slow.SendAsync(page, Filled("another three words", "another three words"));

        Assert.Equal((410, null), (replayed.Status, replayed.Cookie));
        Assert.Contains("This link does not work", replayed.Text, StringComparison.Ordinal);
        Assert.Equal(ProofResult.Right, (await Book.CheckPasswordAsync("bo.new@nhs.net", Password)).Result);
    }

    [Theory]
    [InlineData("short", "short", "Enter a password of 12 characters or more")]
    [InlineData("bo.new@nhs.net", "bo.new@nhs.net", "Enter a password that is not your user name")]
    [InlineData(Password, "three words apart", "Enter the same password again")]
    public async Task Join_FilledInWrongly_SaysWhatToDo_AndTheInvitationStaysOpen(string fresh, string again, string problem)
    {
        var link = await InviteAsync("bo.new@nhs.net", "Lead RWH01");
        using var visitor = new Visitor(_app);

        var page = await visitor.SendAsync(await visitor.OpenAsync(link), Filled(fresh, again));

        Assert.Equal((400, null), (page.Status, page.Cookie));
        Assert.Contains(problem, page.Text, StringComparison.Ordinal);
        Assert.Null(Book.FindByName("bo.new@nhs.net"));
        Assert.Equal(200, (await visitor.OpenAsync(link)).Status);
    }

    [Fact]
    public async Task Join_WithoutOurForm_IsRefused()
    {
        var link = await InviteAsync("bo.new@nhs.net", "Lead RWH01");
        using var visitor = new Visitor(_app);

        var sent = await visitor.SendAsync(await visitor.OpenAsync(link), new(Filled(Password, Password)) { ["_handler"] = "join" }, isWithHidden: false);

        Assert.Equal((400, null), (sent.Status, sent.Cookie));
        Assert.Null(Book.FindByName("bo.new@nhs.net"));
    }

    [Fact]
    public async Task Accept_ByTheOwnerOfTheAddressAlone_AddsTheRoles()
    {
        var jo = await _app.AccountAsync("Jo Smith", "ward clerk", PeopleDeskTests.Of("Viewer RWG02"));
        var link = await InviteAsync(jo.UserName, "Lead RWH01");
        using var nobody = new Visitor(_app);
        using var another = new Visitor(_app);
        await another.SignInAsync();
        using var owner = new Visitor(_app);
        await owner.SignInAsync(name: "Jo Smith", role: "ward clerk");

        var asNobody = await nobody.OpenAsync(link);
        var asAnother = await another.OpenAsync(link);
        Assert.Contains("There is an account for that address. Sign in to it", asNobody.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Accept</button>", asAnother.Text, StringComparison.Ordinal);
        Assert.Equal(["Viewer RWG02"], Book.GrantsOf(jo.Id).Select(grant => grant.ToString()));

        var page = await owner.OpenAsync(link);
        // Another's session posts what the owner's page has.
        var stolen = await another.SendAsync(page, [], "form");
        Assert.NotEqual(302, stolen.Status);
        var accepted = await owner.SendAsync(page, [], "form");

        Assert.Equal((302, "/account"), (accepted.Status, accepted.Location));
        Assert.Equal(["Lead RWH01", "Viewer RWG02"], Book.GrantsOf(jo.Id).Select(grant => grant.ToString()));
        Assert.Equal(410, (await owner.OpenAsync(link)).Status);
    }

    [Fact]
    public async Task Invite_Oneself_IsRefused()
    {
        var admin = await AdminAsync();

        var outcome = Desk.Invite(PersonOf(admin), Fields(admin.UserName.ToUpperInvariant(), "Lead RWH01"));

        Assert.Equal("email", outcome.Problems.Single().Field);
    }

    [Fact]
    public async Task Join_WhenTheInviterMayNotGiveThoseRolesAnyMore_DoesNotWork()
    {
        var link = await InviteAsync("bo.new@nhs.net", "Lead RWH01");
        using var visitor = new Visitor(_app);
        var page = await visitor.OpenAsync(link);
        await Book.SuspendAsync(Book.FindByName(FlowApp.UserNameOf("Al Admin"))!.Id, isSuspended: true, "A test");

        Assert.Equal(410, (await visitor.OpenAsync(link)).Status);
        Assert.Equal(410, (await visitor.SendAsync(page, Filled(Password, Password))).Status);
        Assert.Null(Book.FindByName("bo.new@nhs.net"));
    }

    [Fact]
    public async Task Join_AfterFiveWrongLinksWithinAMinute_HasToWait_AlsoWithARightOne()
    {
        var link = await InviteAsync("bo.new@nhs.net", "Lead RWH01");
        using var visitor = new Visitor(_app);
        for (var wrong = 0; wrong < 5; wrong++) Assert.Equal(410, (await visitor.OpenAsync($"/join?key=wrong{wrong}")).Status);

        var page = await visitor.OpenAsync(link);

        Assert.Equal(429, page.Status);
        Assert.NotNull(page.RetryAfter);
    }

    [Fact]
    public async Task Invite_BeyondTheInvitersScope_IsRefused()
    {
        var admin = await AdminAsync("Administrator RWH");

        var outcome = Desk.Invite(PersonOf(admin), Fields("bo.new@nhs.net", "Lead RWH01", "Administrator hwe"));

        Assert.Null(outcome.Secret);
        Assert.Empty(Invitations.All);
    }

    [Theory]
    [InlineData("", "Enter their work e-mail address")]
    [InlineData("no address", "Enter an e-mail address such as")]
    [InlineData("a@b", "Enter an e-mail address such as")]
    [InlineData("a@nhs.net\nBcc: b@example.org", "Enter an e-mail address such as")]
    public async Task Invite_WithoutAnAddress_SaysWhatToDo(string email, string problem)
    {
        var admin = await AdminAsync();

        Assert.Contains(problem, Desk.Invite(PersonOf(admin), Fields(email, "Lead RWH01")).Problems.Single().Words, StringComparison.Ordinal);
    }

    private InvitationDesk Desk => _app.Services.GetRequiredService<InvitationDesk>();

    private static Dictionary<string, string> Filled(string fresh, string again) => new()
    {
        ["Fields.Name"] = "Bo New",
        ["Fields.Job"] = "night site lead",
        ["Fields.Fresh"] = fresh,
        ["Fields.Again"] = again,
    };

    private static InvitationFields Fields(string email, params string[] grants) => new()
    {
        Email = email,
        Name = "Bo New",
        Job = "site lead",
        Note = "Welcome",
        Grants = PeopleDeskTests.Of(grants),
    };

    private Task<Account> AdminAsync(string grant = "Administrator hwe") => _app.AccountAsync("Al Admin", "administrator", PeopleDeskTests.Of(grant));

    private static System.Security.Claims.ClaimsPrincipal PersonOf(Account account) =>
        PersonClaims.Of(account.Id, account.Name, account.Job, account.Grants, "session", "test");

    private async Task<string> InviteAsync(string email, params string[] grants)
    {
        var outcome = Desk.Invite(PersonOf(await AdminAsync()), Fields(email, grants));
        Assert.Empty(outcome.Problems);
        return JoinDesk.LinkOf(outcome.Secret!);
    }
}
