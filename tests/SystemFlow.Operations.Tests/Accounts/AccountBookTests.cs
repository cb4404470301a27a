using Dapper;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Accounts;

public sealed class AccountBookOnFilesTests() : AccountBookTests(new FileStore())
{
    [Fact]
    public void Open_ADatabaseOfANewerProgram_IsRefusedAndNotTouched()
    {
        Store.Execute("accounts", "PRAGMA user_version = 99");

        var error = Assert.Throws<AccountException>(new Books(Store).Open);

        Assert.Contains("newer version of this program", error.Message, StringComparison.Ordinal);
        Assert.Equal(99L, Store.ByHand("accounts").Read(database => database.ExecuteScalar<long>("PRAGMA user_version")));
    }
}

public sealed class AccountBookOnPostgresTests(Postgres server) : AccountBookTests(new ServerStore(server));

public abstract class AccountBookTests(TestStore store) : StoreTests(store)
{
    private static readonly Grant LeadOfLister = new(Role.Lead, A.Lister);
    private static readonly Grant AdministratorOfAll = new(Role.Administrator, Footprint.HertfordshireWestEssex.Root.Code);

    private readonly Books _books = new(store);

    [Fact]
    public async Task Create_TheAccountIsThereAtOnce_AndAfterARestart()
    {
        var book = _books.Open();
        var made = await Books.AnnIn(book, LeadOfLister);

        foreach (var each in (AccountBook[])[book, _books.Open()])
        {
            var account = each.FindByName(" Ann.Other@NHS.net ")!;
            Assert.Equal((made.Id, "Ann Other, site lead", A.Monday9am, Books.Jo), (account.Id, account.Words, account.CreatedAt, account.CreatedBy));
            Assert.Equal([LeadOfLister], each.GrantsOf(account.Id));
            Assert.True(account.HasPassword);
            Assert.False(account.HasSecondFactor);
        }
    }

    [Fact]
    public async Task Create_ASecondOfOneUserName_IsRefused()
    {
        var book = _books.Open();
        await Books.AnnIn(book);

        await Assert.ThrowsAsync<AccountException>(() => book.CreateAsync("ANN.OTHER@nhs.net", "Another Ann", "", "", []));

        Assert.Equal("Ann Other", Assert.Single(book.All).Name);
    }

    [Fact]
    public async Task SetGrants_ReplacesThem_AndTellsWhose_AfterItIsOnDisk()
    {
        var book = _books.Open();
        var ann = await Books.AnnIn(book, LeadOfLister);
        var told = new List<(string, int)>();
        book.Changed += id => told.Add((id, _books.Open().GrantsOf(id).Length));

        await book.SetGrantsAsync(ann.Id, [new Grant(Role.Viewer, A.Lister), new Grant(Role.FeedOwner, A.Lister)]);

        Assert.Equal([(ann.Id, 2)], told);
        Assert.Equal(["FeedOwner RWH01", "Viewer RWH01"], book.GrantsOf(ann.Id).Select(grant => grant.ToString()));
    }

    [Fact]
    public async Task Suspend_TakesGrantsAndSessionsAtOnce_AndTheyDoNotComeBackByThemselves()
    {
        var book = _books.Open();
        var ann = await Books.AnnIn(book, LeadOfLister);
        var session = await Books.SessionOf(book, ann);

        await book.SuspendAsync(ann.Id, isSuspended: true, Books.Jo);

        Assert.Empty(book.GrantsOf(ann.Id));
        Assert.Null(book.Live(session.Id));
        Assert.Equal(ProofResult.Wrong, (await book.CheckPasswordAsync(ann.UserName, Books.Password)).Result);
        await Assert.ThrowsAsync<AccountException>(() => Books.SessionOf(book, ann));
        await book.SuspendAsync(ann.Id, isSuspended: false, Books.Jo);
        Assert.Equal([LeadOfLister], book.GrantsOf(ann.Id));
        Assert.Null(book.Live(session.Id));
    }

    [Fact]
    public async Task TheLastAdministrator_CanNeitherBeSuspendedNorLoseTheRole()
    {
        var book = _books.Open();
        var ann = await Books.AnnIn(book, AdministratorOfAll);
        var other = await book.CreateAsync("jo@nhs.net", "Jo Smith", "lead", "", [AdministratorOfAll]);
        await book.SuspendAsync(other.Id, isSuspended: true, Books.Jo);

        await Assert.ThrowsAsync<AccountException>(() => book.SuspendAsync(ann.Id, isSuspended: true, Books.Jo));
        await Assert.ThrowsAsync<AccountException>(() => book.SetGrantsAsync(ann.Id, [LeadOfLister]));

        Assert.Equal([AdministratorOfAll], book.GrantsOf(ann.Id));
        await book.SuspendAsync(other.Id, isSuspended: false, Books.Jo);
        await book.SetGrantsAsync(ann.Id, [LeadOfLister]);
        Assert.Equal([LeadOfLister], book.GrantsOf(ann.Id));
    }

    [Fact]
    public async Task Link_TheProvidersNameFindsTheAccount_AndNoOtherCanHaveIt()
    {
        var book = _books.Open();
        var ann = await Books.AnnIn(book);
        var other = await book.CreateAsync("jo@nhs.net", "Jo Smith", "lead", "", []);

        await book.LinkAsync(ann.Id, "https://provider.example", "abc", "Provider");

        Assert.Equal(ann.Id, _books.Open().FindByLogin("https://provider.example", "abc")?.Id);
        Assert.Null(book.FindByLogin("https://another.example", "abc"));
        await Assert.ThrowsAsync<AccountException>(() => book.LinkAsync(other.Id, "https://provider.example", "abc", "Provider"));
    }

    [Fact]
    public async Task Review_SaysWhoAndWhen()
    {
        var book = _books.Open();
        var ann = await Books.AnnIn(book);

        await book.ReviewAsync(ann.Id, Books.Jo);

        Assert.Equal((A.Monday9am, Books.Jo), (book.Find(ann.Id)!.ReviewedAt, book.Find(ann.Id)!.ReviewedBy));
    }
}
