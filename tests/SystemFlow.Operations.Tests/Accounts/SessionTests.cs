using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Tests.Storage;

namespace SystemFlow.Operations.Tests.Accounts;

public sealed class SessionOnFilesTests() : SessionTests(new FileStore());

public sealed class SessionOnPostgresTests(Postgres server) : SessionTests(new ServerStore(server));

public abstract class SessionTests(TestStore store) : StoreTests(store)
{
    private readonly Books _books = new(store);

    [Fact]
    public async Task Begin_EachHasAnIdOfItsOwn_AndLastsOverARestart()
    {
        var (book, ann) = await StartAsync();

        var (one, two) = (await Books.SessionOf(book, ann), await Books.SessionOf(book, ann));

        Assert.NotEqual(one.Id, two.Id);
        Assert.Equal((ann.Id, "Edge on Windows", "192.0.2.1"), (_books.Open().Live(one.Id)!.AccountId, one.Browser, one.Address));
        Assert.Equal(2, _books.Open().Sessions(ann.Id).Length);
    }

    [Theory]
    [InlineData(11, true)]
    [InlineData(12, false)]
    public async Task Unused_ItLastsTwelveHours(int hours, bool lasts)
    {
        var (book, ann) = await StartAsync();
        var session = await Books.SessionOf(book, ann);

        _books.Time.Advance(TimeSpan.FromHours(hours));

        Assert.Equal(lasts, book.Live(session.Id) is not null);
    }

    [Fact]
    public async Task Used_ItLastsADayAtMost()
    {
        var (book, ann) = await StartAsync();
        var session = await Books.SessionOf(book, ann);
        for (var hour = 1; hour < 24; hour++)
        {
            _books.Time.Advance(TimeSpan.FromHours(1));
            book.Touch(session.Id);
            Assert.NotNull(book.Live(session.Id));
        }

        _books.Time.Advance(TimeSpan.FromHours(1));

        Assert.Null(book.Live(session.Id));
        Assert.Empty(book.Sessions(ann.Id));
    }

    [Fact]
    public async Task Use_IsKnownAtOnce_AndAfterARestartOnceItWasWritten()
    {
        var (book, ann) = await StartAsync();
        var session = await Books.SessionOf(book, ann);
        _books.Time.Advance(TimeSpan.FromHours(1));

        book.Touch(session.Id);

        Assert.Equal(_books.Time.GetUtcNow(), book.Live(session.Id)!.LastSeenAt);
        Assert.Equal(session.StartedAt, _books.Open().Live(session.Id)!.LastSeenAt);
        await book.WriteSeenAsync();
        Assert.Equal(_books.Time.GetUtcNow(), _books.Open().Live(session.Id)!.LastSeenAt);
    }

    [Fact]
    public async Task End_IsToldAtOnce_AndSaysByWhom()
    {
        var (book, ann) = await StartAsync();
        var (one, two) = (await Books.SessionOf(book, ann), await Books.SessionOf(book, ann));
        var told = new List<string>();
        book.Changed += told.Add;

        await book.EndSessionAsync(one.Id, Books.Jo);
        await book.EndSessionAsync(one.Id, "Somebody later");

        Assert.Equal([ann.Id], told);
        Assert.Null(book.Live(one.Id));
        Assert.Null(_books.Open().Live(one.Id));
        Assert.NotNull(book.Live(two.Id));
        Assert.Equal(Books.Jo, _books.Read($"SELECT \"EndedBy\" FROM sessions WHERE \"Id\" = '{one.Id}'"));
    }

    [Fact]
    public async Task EndAll_ButOne_LeavesTheOne()
    {
        var (book, ann) = await StartAsync();
        var sessions = new List<Session>();
        for (var each = 0; each < 3; each++) sessions.Add(await Books.SessionOf(book, ann));

        await book.EndAllAsync(ann.Id, Books.Jo, sessions[1].Id);

        Assert.Equal([sessions[1].Id], book.Sessions(ann.Id).Select(session => session.Id));
    }

    private async Task<(AccountBook, Account)> StartAsync()
    {
        var book = _books.Open();
        return (book, await Books.AnnIn(book));
    }
}
