using SystemFlow.Domain.Access;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Invitations;
using SystemFlow.Operations.Tests.Accounts;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Invitations;

public sealed class InvitationBookOnFilesTests() : InvitationBookTests(new FileStore());

public sealed class InvitationBookOnPostgresTests(Postgres server) : InvitationBookTests(new ServerStore(server));

public abstract class InvitationBookTests(TestStore store) : StoreTests(store)
{
    private static readonly InvitationDraft Draft = new(
        "bo.new@nhs.net", "Bo New", "site lead", "East and North Hertfordshire", [new Grant(Role.Lead, A.Lister), new Grant(Role.FeedOwner, A.Lister)], "Welcome");

    private readonly Books _books = new(store);
    private AccountBook _accounts = null!;
    private InvitationBook _book = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _accounts = _books.Open();
        _book = new InvitationBook(_accounts, _books.Time);
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _accounts.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public void Issue_IsReadBackAsItWasMade_AndItsSecretIsNowhereOnDisk()
    {
        var (id, secret) = _book.Issue(Draft, Books.Jo, "jo");

        var found = _book.FindOpen(secret)!;
        Assert.Equal((id, Draft with { Grants = [] }), (found.Id, found.Draft with { Grants = [] }));
        Assert.Equal(Draft.Grants.AsEnumerable(), found.Draft.Grants);
        Assert.Equal((Books.Jo, "jo", A.Monday9am + InvitationBook.Works), (found.MadeBy, found.Inviter, found.EndsAt));
        Assert.True(secret.Length >= 43);
        Assert.DoesNotContain(secret, _books.Written(), StringComparison.Ordinal);
    }

    [Fact]
    public void FindOpen_WrongUsedWithdrawnOrTooOld_IsTheSameNothing()
    {
        var (taken, takenSecret) = _book.Issue(Draft, Books.Jo, "jo");
        Assert.True(_book.TryTake(taken));
        var (withdrawn, withdrawnSecret) = _book.Issue(Draft, Books.Jo, "jo");
        _book.Withdraw(withdrawn, Books.Jo);
        var (_, oldSecret) = _book.Issue(Draft, Books.Jo, "jo");
        Assert.NotNull(_book.FindOpen(oldSecret));
        _books.Time.Advance(InvitationBook.Works);

        Assert.All((string?[])[takenSecret, withdrawnSecret, oldSecret, "wrong", "", null, new string('a', 5_000)], secret => Assert.Null(_book.FindOpen(secret)));
        Assert.Equal([InvitationState.Over, InvitationState.Withdrawn, InvitationState.Taken], _book.All.Select(one => one.At(_books.Time.GetUtcNow())));
    }

    [Fact]
    public async Task TryTake_ByManyAtOnce_WorksForOne()
    {
        var (id, _) = _book.Issue(Draft, Books.Jo, "jo");

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _book.TryTake(id))));

        Assert.Single(taken, isTaken => isTaken);
    }

    [Fact]
    public void Issue_WhileOneIsOpenForTheAddress_IsRefused_InAnyCase()
    {
        _book.Issue(Draft, Books.Jo, "jo");

        var error = Assert.Throws<AccountException>(() => _book.Issue(Draft with { Email = "BO.New@nhs.net" }, Books.Jo, "jo"));

        Assert.Contains("has an open invitation already", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Renew_GivesAnotherSecret_AndTheOneBeforeWorksNoMore_AlsoWhenItWasTooOld()
    {
        var (id, first) = _book.Issue(Draft, Books.Jo, "jo");
        _books.Time.Advance(TimeSpan.FromDays(8));

        var second = _book.Renew(id, "Al Admin, administrator", "al");

        Assert.Null(_book.FindOpen(first));
        Assert.Equal("al", _book.FindOpen(second)!.Inviter);
        _book.Withdraw(id, Books.Jo);
        Assert.Throws<AccountException>(() => _book.Renew(id, Books.Jo, "jo"));
        Assert.Throws<AccountException>(() => _book.Withdraw(id, Books.Jo));
    }

    [Fact]
    public void GiveBack_OfOneWhoseAccountCouldNotBeMade_WorksAgain()
    {
        var (id, secret) = _book.Issue(Draft, Books.Jo, "jo");
        _book.TryTake(id);

        _book.GiveBack(id);

        Assert.NotNull(_book.FindOpen(secret));
    }
}
