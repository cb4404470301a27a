using SystemFlow.Domain.Access;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Tests.Storage;

namespace SystemFlow.Operations.Tests.Accounts;

public sealed class FirstAccountOnFilesTests() : FirstAccountTests(new FileStore());

public sealed class FirstAccountOnPostgresTests(Postgres server) : FirstAccountTests(new ServerStore(server));

public abstract class FirstAccountTests(TestStore store) : StoreTests(store)
{
    private readonly Books _books = new(store);

    [Fact]
    public async Task MakeFirst_OnceAndNeverAgain_WithAPasswordThatWorks()
    {
        var password = await _books.Open().MakeFirstAsync();

        var book = _books.Open();
        Assert.Equal(ProofResult.Right, (await book.CheckPasswordAsync("administrator", password)).Result);
        Assert.Equal([Role.Administrator, Role.Coordinator], book.FindByName("administrator")!.Grants.Select(grant => grant.Role));
        Assert.Null(await book.MakeFirstAsync());
    }

    [Fact]
    public async Task TakeOperators_TheSameAtEveryStart_LeavesAPasswordThatWasChangedSince()
    {
        await _books.Open().TakeOperatorsAsync(Books.Password);
        var book = _books.Open();
        var first = book.FindByName("administrator")!;
        await book.SetPasswordAsync(first.Id, "three other words", first.Words, session: null);
        var session = await Books.SessionOf(book, first);

        await _books.Open().TakeOperatorsAsync(Books.Password);

        Assert.Equal(ProofResult.Right, (await _books.Open().CheckPasswordAsync("administrator", "three other words")).Result);
        Assert.NotNull(_books.Open().Live(session.Id));
    }

    [Fact]
    public async Task TakeOperators_AnotherOne_LetsWhoeverRunsTheServerInAgain()
    {
        var book = _books.Open();
        await book.TakeOperatorsAsync(Books.Password);
        var first = book.FindByName("administrator")!;
        var session = await Books.SessionOf(book, first);
        var key = await book.BeginSecondFactorAsync(first.Id);
        await book.ConfirmSecondFactorAsync(first.Id, AuthenticatorCodes.CodeAt(key, _books.Time.GetUtcNow()), first.Words, session.Id);

        await book.TakeOperatorsAsync("three other words");

        Assert.Null(book.Live(session.Id));
        Assert.False(book.Find(first.Id)!.HasSecondFactor);
        Assert.Equal(ProofResult.Right, (await book.CheckPasswordAsync("administrator", "three other words")).Result);
    }

    [Fact]
    public async Task TakeOperators_OneThatCanBeGuessed_IsRefusedWithoutSayingIt()
    {
        var error = await Assert.ThrowsAsync<AccountException>(() => _books.Open().TakeOperatorsAsync("hunter2"));

        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_books.Open().All);
    }
}
