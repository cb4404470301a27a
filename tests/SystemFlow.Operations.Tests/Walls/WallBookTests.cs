using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Tests.Accounts;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Operations.Walls;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Walls;

public sealed class WallBookOnFilesTests() : WallBookTests(new FileStore());

public sealed class WallBookOnPostgresTests(Postgres server) : WallBookTests(new ServerStore(server));

public abstract class WallBookTests(TestStore store) : StoreTests(store)
{
    private readonly Books _books = new(store);

    [Fact]
    public void Issue_LetsAScreenInUntilItsLastDay_OverARestart_AndItsSecretIsNowhereOnDisk()
    {
        using var accounts = _books.Open();
        var secret = Issue(new WallBook(accounts, _books.Time));
        var again = new WallBook(accounts, _books.Time);

        var (wall, mark) = again.FindOpen(secret)!.Value;
        Assert.Equal(("A&E corridor", "Lister", "/wall?board=board-enh", Books.Jo), (wall.Name, wall.Where, wall.Address, wall.MadeBy));
        Assert.NotNull(again.Live(wall.Id, mark));
        Assert.DoesNotContain(secret, _books.Written(), StringComparison.Ordinal);

        _books.Time.Advance(TimeSpan.FromDays(30));
        Assert.Null(again.Live(wall.Id, mark));
        Assert.Null(again.FindOpen(secret));
    }

    [Fact]
    public void Withdraw_EndsItAtOnce_AndItStaysListed()
    {
        using var accounts = _books.Open();
        var book = new WallBook(accounts, _books.Time);
        var (wall, mark) = book.FindOpen(Issue(book))!.Value;
        var told = 0;
        book.Changed += () => told++;

        book.Withdraw(wall.Id, Books.Jo);

        Assert.Null(book.Live(wall.Id, mark));
        Assert.Equal(1, told);
        Assert.Equal(Books.Jo, Assert.Single(book.All).WithdrawnBy);
        Assert.Throws<AccountException>(() => book.Withdraw(wall.Id, Books.Jo));
    }

    [Fact]
    public void Live_WithAMarkOfAnotherScreen_IsNobody()
    {
        using var accounts = _books.Open();
        var book = new WallBook(accounts, _books.Time);
        var (one, mark) = book.FindOpen(Issue(book))!.Value;
        var (two, _) = book.FindOpen(Issue(book))!.Value;

        Assert.Null(book.Live(two.Id, mark));
        Assert.Null(book.Live(one.Id, ""));
        Assert.Null(book.FindOpen(mark)); // What a browser keeps is no link.
    }

    [Fact]
    public void Touch_IsWrittenDown_AtMostOnceAMinute()
    {
        using var accounts = _books.Open();
        var book = new WallBook(accounts, _books.Time);
        var id = book.FindOpen(Issue(book))!.Value.Wall.Id;

        book.Touch(id);
        _books.Time.Advance(TimeSpan.FromSeconds(30));
        book.Touch(id);
        Assert.Equal(A.Monday9am, book.All[0].LastSeenAt);
        _books.Time.Advance(TimeSpan.FromSeconds(30));
        book.Touch(id);

        Assert.Equal(A.Monday9am.AddMinutes(1), new WallBook(accounts, _books.Time).All[0].LastSeenAt);
    }

    private static string Issue(WallBook book) => book.Issue("A&E corridor", "Lister", "/wall?board=board-enh", A.Monday9am.AddDays(30), Books.Jo);
}
