using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Access;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Audit;
using SystemFlow.Web.Access;
using SystemFlow.Web.People;

namespace SystemFlow.Web.Tests.People;

/// <summary>What administrators may do about people, and the ways by which somebody would get more than they may have.</summary>
public sealed class PeopleDeskTests : IDisposable
{
    private readonly FlowApp _app = new();

    public void Dispose() => _app.Dispose();

    private AccountBook Book => _app.Services.GetRequiredService<AccountBook>();

    private PeopleDesk Desk => _app.Services.GetRequiredService<PeopleDesk>();

    [Fact]
    public async Task ChangeGrants_WithinTheScope_HoldsAtOnce_LeavesOthersAlone_AndIsInTheAudit()
    {
        var admin = await AdminAsync("Administrator RWH");
        var jo = await PersonAsync("Jo Smith", "Viewer RWH01", "Viewer RWG02");

        var outcome = await Desk.ChangeGrantsAsync(admin, jo.Id, Of("Lead RWH01"), Of("Viewer RWH01"));

        Assert.Empty(outcome.Problems);
        Assert.Equal(["Lead RWH01", "Viewer RWG02"], Book.GrantsOf(jo.Id).Select(grant => grant.ToString()));
        Assert.Contains(await AuditAsync(), line => line.Kind is AuditKind.Grant && line.Words.Contains("Lead of Lister", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Lead RWG02")]
    [InlineData("Viewer hwe")]
    [InlineData("Administrator hwe")]
    [InlineData("Administrator board-enh")]
    public async Task ChangeGrants_BeyondTheScope_IsRefused_AndTheRefusalIsInTheAudit(string beyond)
    {
        var admin = await AdminAsync("Administrator RWH");
        var jo = await PersonAsync("Jo Smith", "Viewer RWH01");

        var outcome = await Desk.ChangeGrantsAsync(admin, jo.Id, [.. Of("Lead RWH01"), .. Of(beyond)], []);

        Assert.Contains("You may not manage people", outcome.Problems.Single().Words, StringComparison.Ordinal);
        Assert.Equal(["Viewer RWH01"], Book.GrantsOf(jo.Id).Select(grant => grant.ToString()));
        Assert.Contains(await AuditAsync(), line => line.Kind is AuditKind.Refusal);
    }

    [Fact]
    public async Task ChangeGrants_TakingARoleElsewhere_IsRefused()
    {
        var admin = await AdminAsync("Administrator RWH");
        var jo = await PersonAsync("Jo Smith", "Viewer RWH01", "Administrator hwe");

        Assert.NotEmpty((await Desk.ChangeGrantsAsync(admin, jo.Id, [], Of("Administrator hwe"))).Problems);
        Assert.Equal(2, Book.GrantsOf(jo.Id).Length);
    }

    [Fact]
    public async Task Anybody_ToThemselves_MayDoNothing()
    {
        var account = await PersonAsync("Al Admin", "Administrator hwe");
        var own = PersonOf(account);

        Assert.All(
            [
                await Desk.ChangeGrantsAsync(own, account.Id, Of("Lead RWH01"), []), await Desk.SuspendAsync(own, account.Id, true),
                await Desk.EndSecondFactorAsync(own, account.Id), await Desk.ResetAsync(own, account.Id), await Desk.ReviewAsync(own, [account.Id]),
            ],
            outcome => Assert.Equal("You cannot do this to yourself. Ask another administrator.", outcome.Problems.Single().Words));
        Assert.Equal(["Administrator hwe"], Book.GrantsOf(account.Id).Select(grant => grant.ToString()));
    }

    [Fact]
    public async Task AnOrganisationsAdministrator_GetsHoldOfNobodyWithARoleElsewhere()
    {
        var admin = await AdminAsync("Administrator RWH");
        var boss = await PersonAsync("Bo Boss", "Administrator hwe", "Viewer RWH01");

        Assert.All(
            [
                await Desk.ResetAsync(admin, boss.Id), await Desk.EndSecondFactorAsync(admin, boss.Id), await Desk.SuspendAsync(admin, boss.Id, true),
                await Desk.EndSessionsAsync(admin, boss.Id), await Desk.NameAsync(admin, boss.Id, "Somebody", "else", ""), await Desk.ReviewAsync(admin, [boss.Id]),
            ],
            outcome => Assert.Null(outcome.Secret));
        Assert.Equal(("Bo Boss", false, null), (Book.Find(boss.Id)!.Name, Book.Find(boss.Id)!.IsSuspended, Book.Find(boss.Id)!.ReviewedAt));
    }

    [Fact]
    public async Task TheLastAdministratorOfTheWholeSystem_CannotBeTakenAway()
    {
        var first = Book.FindByName(Account.First)!;
        var other = await PersonAsync("Al Admin", "Administrator hwe");
        var admin = PersonOf(other);
        Assert.Empty((await Desk.SuspendAsync(admin, first.Id, true)).Problems);

        // By the claims of a page that is older than what was done to them.
        var stale = PersonOf(first);
        var outcome = await Desk.ChangeGrantsAsync(stale, other.Id, [], Of("Administrator hwe"));

        Assert.Contains("nobody would be left", outcome.Problems.Single().Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reset_MakesALinkThatWorksOnce_AndTheAuditDoesNotHaveIt()
    {
        var admin = await AdminAsync("Administrator RWH");
        var jo = await PersonAsync("Jo Smith", "Lead RWH01");

        var secret = (await Desk.ResetAsync(admin, jo.Id)).Secret!;

        Assert.Equal(jo.Id, (await Book.FindResetAsync(secret))!.Id);
        Assert.DoesNotContain(await AuditAsync(), line => line.Words.Contains(secret, StringComparison.Ordinal));
        Assert.DoesNotContain(_app.Log.All, line => line.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Review_StandsBesideThePersonWithNameAndDate()
    {
        var admin = await AdminAsync("Administrator RWH");
        var (jo, bo) = (await PersonAsync("Jo Smith", "Lead RWH01"), await PersonAsync("Bo Brown", "Lead RWG02"));

        var outcome = await Desk.ReviewAsync(admin, [jo.Id, bo.Id]);

        Assert.Single(outcome.Problems);
        Assert.Equal("Al Admin, administrator", Book.Find(jo.Id)!.ReviewedBy);
        Assert.Null(Book.Find(bo.Id)!.ReviewedAt);
    }

    [Theory]
    [InlineData("Coordinator hwe")]
    [InlineData("Lead RWH")]
    [InlineData("Viewer hwe")]
    public async Task WhoIsNoAdministrator_MayInviteNobody(string grant)
    {
        var person = PersonOf(await PersonAsync("Not Admin", grant));

        var outcome = _app.Services.GetRequiredService<InvitationDesk>().Invite(person, new InvitationFields
        {
            Email = "new@nhs.net",
            Name = "New",
            Job = "lead",
            Grants = Of("Viewer RWH01"),
        });

        Assert.Contains("You may not manage people", outcome.Problems.Single().Words, StringComparison.Ordinal);
    }

    internal static ImmutableArray<Grant> Of(params string[] grants) =>
        [.. grants.Select(text => Grant.TryParse(text, out var grant) ? grant : throw new FormatException(text))];

    private async Task<Account> PersonAsync(string name, params string[] grants) => await _app.AccountAsync(name, "administrator", Of(grants));

    private async Task<ClaimsPrincipal> AdminAsync(params string[] grants) => PersonOf(await PersonAsync("Al Admin", grants));

    private static ClaimsPrincipal PersonOf(Account account) => PersonClaims.Of(account.Id, account.Name, account.Job, account.Grants, "session", "test");

    private async Task<IEnumerable<AuditEntry>> AuditAsync() => (await _app.Services.GetRequiredService<AuditLog>()
        .ReadAsync(new AuditQuestion(), 100, TestContext.Current.CancellationToken)).Select(line => line.Entry);
}
