using SystemFlow.Operations.Notices;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Notices;

public sealed class UsedLinksOnFilesTests() : UsedLinksTests(new FileStore());

public sealed class UsedLinksOnPostgresTests(Postgres server) : UsedLinksTests(new ServerStore(server));

public abstract class UsedLinksTests(TestStore store) : StoreTests(store)
{
    private static readonly LinkUse Ann = new("Ann", A.Monday9am);

    [Fact]
    public async Task Use_ByTwoProcessesAtOnce_CountsOnce()
    {
        UsedLinks[] links = [Open(), Open()];

        var answers = await Task.WhenAll(links.Select((one, index) => Task.Run(() => one.Use("a", new LinkUse($"Person {index}", A.Monday9am)), Cancelled)));

        var first = Assert.Single(answers, answer => answer is not null);
        Assert.Equal(first, Open().Find("a"));
    }

    [Fact]
    public void GiveBack_LetsItBeUsedAgain()
    {
        var links = Open();
        Assert.Null(links.Use("a", Ann));

        links.GiveBack("a");

        Assert.Null(links.Find("a"));
        Assert.Null(links.Use("a", new LinkUse("Bob", A.Monday9am)));
    }

    [Fact]
    public void Use_AfterTwoDays_ForgetsWhoUsedOthers()
    {
        var links = Open();
        links.Use("a", Ann);

        links.Use("b", new LinkUse("Bob", A.Monday9am.AddDays(2).AddSeconds(1)));

        Assert.Null(links.Find("a"));
    }

    private UsedLinks Open() => new(Store.Open(), Store.PathOf("operations"));
}
