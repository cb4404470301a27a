using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Invitations;
using SystemFlow.Operations.Tests.Nodes;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Operations.Walls;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Accounts;

/// <summary>The accounts of two nodes.</summary>
public sealed class AccountNodesTests : StoreTests
{
    private static readonly Grant OverAll = new(Role.Administrator, Footprint.HertfordshireWestEssex.Root.Code);

    private readonly Books _books;

    public AccountNodesTests(Postgres server) : this(new ServerStore(server))
    {
    }

    private AccountNodesTests(TestStore store) : base(store) => _books = new Books(store);

    [Fact]
    public async Task Session_BegunOnOneNode_CountsOnTheOther_UntilItIsEnded()
    {
        var (one, other) = await OpenTwoAsync();
        var ann = await Books.AnnIn(one);
        var session = await Books.SessionOf(one, ann);
        await KnownAsync(other, ann, () => other.Live(session.Id) is not null);

        await other.EndSessionAsync(session.Id, Books.Jo);

        await KnownAsync(one, ann, () => one.Live(session.Id) is null);
        Assert.Equal(Books.Jo, _books.Read($"SELECT \"EndedBy\" FROM sessions WHERE \"Id\" = '{session.Id}'"));
    }

    [Fact]
    public async Task Grants_WithdrawnOnOneNode_AreGoneOnTheOther()
    {
        var (one, other) = await OpenTwoAsync();
        var ann = await Books.AnnIn(one, new Grant(Role.Lead, A.Lister));
        await KnownAsync(other, ann, () => !other.GrantsOf(ann.Id).IsEmpty);

        await one.SetGrantsAsync(ann.Id, []);

        await KnownAsync(other, ann, () => other.GrantsOf(ann.Id).IsEmpty);
    }

    [Fact]
    public async Task Suspended_OnOneNode_IsKeptOutOfTheOther()
    {
        var (one, other) = await OpenTwoAsync();
        var ann = await Books.AnnIn(one);
        var session = await Books.SessionOf(other, ann);
        await KnownAsync(one, ann, () => one.Live(session.Id) is not null);

        await one.SuspendAsync(ann.Id, isSuspended: true, Books.Jo);

        await KnownAsync(other, ann, () => other.Live(session.Id) is null);
        Assert.Equal(ProofResult.Wrong, (await other.CheckPasswordAsync(ann.UserName, Books.Password)).Result);
    }

    [Fact]
    public async Task Session_EndedWhileANodeWasDeaf_EndsThereAsSoonAsItHears()
    {
        var (one, other) = await OpenTwoAsync();
        var ann = await Books.AnnIn(one);
        var session = await Books.SessionOf(one, ann);
        await KnownAsync(other, ann, () => other.Live(session.Id) is not null);
        await Store.News[1].StopAsync(Cancelled);
        await one.EndSessionAsync(session.Id, Books.Jo);
        Assert.NotNull(other.Live(session.Id)); // It goes on with what it knew.

        await Store.News[1].StartAsync(Cancelled);

        await KnownAsync(other, ann, () => other.Live(session.Id) is null);
    }

    [Fact]
    public async Task WrongPasswords_OnBothNodes_AddUpAndCloseTheAccountOnBoth()
    {
        var (one, other) = await OpenTwoAsync();
        var ann = await Books.AnnIn(one);
        await KnownAsync(other, ann, () => other.Find(ann.Id) is not null);

        var results = new List<ProofResult>();
        for (var i = 0; i < LockRule.Most; i++) results.Add((await (i % 2 == 0 ? one : other).CheckPasswordAsync(ann.UserName, "wrong one")).Result);

        Assert.Equal(ProofResult.WrongAndLocked, results[^1]);
        Assert.All(results[..^1], result => Assert.Equal(ProofResult.Wrong, result));
        Assert.Equal(ProofResult.Locked, (await one.CheckPasswordAsync(ann.UserName, Books.Password)).Result);
        Assert.Equal(ProofResult.Locked, (await other.CheckPasswordAsync(ann.UserName, Books.Password)).Result);
    }

    [Fact]
    public async Task WrongPasswords_AtOnceOnBothNodes_AreAllCounted()
    {
        var (one, other) = await OpenTwoAsync();
        var ann = await Books.AnnIn(one);
        await KnownAsync(other, ann, () => other.Find(ann.Id) is not null);

        var results = await Task.WhenAll(Enumerable.Range(0, LockRule.Most).Select(
            i => Task.Run(async () => (await (i % 2 == 0 ? one : other).CheckPasswordAsync(ann.UserName, "wrong one")).Result, Cancelled)));

        Assert.Single(results, result => result is ProofResult.WrongAndLocked);
        Assert.Equal(ProofResult.Locked, (await other.CheckPasswordAsync(ann.UserName, Books.Password)).Result);
    }

    [Fact]
    public async Task RecoveryCode_GivenAtOnceOnBothNodes_CountsOnce()
    {
        var (one, other) = await OpenTwoAsync();
        var ann = await Books.AnnIn(one);
        var session = await Books.SessionOf(one, ann);
        var key = await one.BeginSecondFactorAsync(ann.Id);
        var codes = await one.ConfirmSecondFactorAsync(ann.Id, AuthenticatorCodes.CodeAt(key, _books.Time.GetUtcNow()), ann.Words, session.Id);
        await KnownAsync(other, ann, () => other.Find(ann.Id)?.HasSecondFactor is true);

        var results = await Task.WhenAll(
            Task.Run(() => one.CheckCodeAsync(ann.Id, codes[0]), Cancelled), Task.Run(() => other.CheckCodeAsync(ann.Id, codes[0]), Cancelled));

        Assert.Equal([ProofResult.Wrong, ProofResult.RightRecovery], results.Order());
        Assert.Equal(codes.Length - 1, _books.Open().Find(ann.Id)!.RecoveryCodes);
    }

    [Fact]
    public async Task Administrators_TakenAwayOnBothNodesAtOnce_OneStays()
    {
        var (one, other) = await OpenTwoAsync();
        var ann = await Books.AnnIn(one, OverAll);
        var bob = await one.CreateAsync("bob@nhs.net", "Bob", "", "", [OverAll], Books.Password, Books.Jo);
        await KnownAsync(other, bob, () => other.Find(bob.Id) is not null);

        var tries = await Task.WhenAll(TryAsync(one, ann), TryAsync(other, bob));

        Assert.Single(tries, isDone => isDone);
        Assert.Single(_books.Open().All, account => account.Grants.Contains(OverAll));

        static async Task<bool> TryAsync(AccountBook book, Account account)
        {
            try
            {
                await Task.Run(() => book.SetGrantsAsync(account.Id, []), Cancelled);
                return true;
            }
            catch (AccountException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task FirstAccount_OfTwoNodesThatStartAtOnce_IsOne()
    {
        var (one, other) = await OpenTwoAsync();

        var passwords = await Task.WhenAll(Task.Run(one.MakeFirstAsync, Cancelled), Task.Run(other.MakeFirstAsync, Cancelled));

        var password = Assert.Single(passwords, made => made is not null);
        Assert.Equal(ProofResult.Right, (await _books.Open().CheckPasswordAsync(Account.First, password)).Result);
    }

    [Fact]
    public async Task OperatorsPassword_TakenByTwoNodesThatStartAtOnce_MakesOneAccount_AndIsTakenOnce()
    {
        var (one, other) = await OpenTwoAsync();
        await Task.WhenAll(Task.Run(() => one.TakeOperatorsAsync("correct horse battery"), Cancelled), Task.Run(() => other.TakeOperatorsAsync("correct horse battery"), Cancelled));
        var first = Assert.Single(_books.Open().All);
        await Books.SessionOf(one, first);

        await Task.WhenAll(Task.Run(() => one.TakeOperatorsAsync("correct horse battery"), Cancelled), Task.Run(() => other.TakeOperatorsAsync("correct horse battery"), Cancelled));

        Assert.Single(_books.Open().Sessions(first.Id)); // The same password ends nobody's session.
    }

    [Fact]
    public async Task LastUse_OnOneNode_LetsASessionLastOnTheOther()
    {
        var (one, other) = await OpenTwoAsync();
        var ann = await Books.AnnIn(one);
        var session = await Books.SessionOf(one, ann);
        await KnownAsync(other, ann, () => other.Live(session.Id) is not null);

        _books.Time.Advance(TimeSpan.FromHours(11));
        one.Touch(session.Id);
        await one.WriteSeenAsync();
        await other.WriteSeenAsync();
        _books.Time.Advance(TimeSpan.FromHours(2));

        Assert.NotNull(other.Live(session.Id));
    }

    [Fact]
    public async Task Wall_EndedOnOneNode_LooksNoMoreOnTheOther()
    {
        var (one, other) = await OpenTwoAsync();
        var (mine, theirs) = (new WallBook(one, _books.Time), new WallBook(other, _books.Time));
        var secret = mine.Issue("A&E corridor", "Lister", "/wall", A.Monday9am.AddDays(30), Books.Jo);
        await Until.SoAsync(look => theirs.Changed += look, () => theirs.FindOpen(secret) is not null);

        mine.Withdraw(mine.All[0].Id, Books.Jo);

        await Until.SoAsync(look => theirs.Changed += look, () => theirs.FindOpen(secret) is null);
    }

    [Fact]
    public async Task Invitation_TakenUpAtOnceOnBothNodes_MakesOneAccount_AndIsTold()
    {
        var (one, other) = await OpenTwoAsync();
        var (mine, theirs) = (new InvitationBook(one, _books.Time), new InvitationBook(other, _books.Time));
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (id, _) = mine.Issue(new InvitationDraft("bo@nhs.net", "Bo", "", "", [], ""), Books.Jo, "jo");
        theirs.Changed += () => told.TrySetResult();

        var taken = await Task.WhenAll(Task.Run(() => mine.TryTake(id), Cancelled), Task.Run(() => theirs.TryTake(id), Cancelled));

        Assert.Single(taken, isTaken => isTaken);
        await told.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
    }

    private static Task KnownAsync(AccountBook book, Account account, Func<bool> isSo) => Until.SoAsync(
        look => book.Changed += changed =>
        {
            if (changed == account.Id) look();
        },
        isSo);

    private async Task<(AccountBook One, AccountBook Other)> OpenTwoAsync() => (await _books.OpenNodeAsync(), await _books.OpenNodeAsync());
}
