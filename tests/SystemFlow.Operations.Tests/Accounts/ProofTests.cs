using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Tests.Storage;

namespace SystemFlow.Operations.Tests.Accounts;

public sealed class ProofOnFilesTests() : ProofTests(new FileStore());

public sealed class ProofOnPostgresTests(Postgres server) : ProofTests(new ServerStore(server));

public abstract class ProofTests(TestStore store) : StoreTests(store)
{
    private readonly Books _books = new(store);

    [Fact]
    public async Task Password_TenWrongOnes_CloseTheAccountForAQuarterOfAnHour_AndTheRightOneDoesNotOpenIt()
    {
        var (book, ann) = await StartAsync();
        for (var wrong = 1; wrong < 10; wrong++) Assert.Equal(ProofResult.Wrong, await TryAsync(book, "not the one"));

        Assert.Equal(ProofResult.WrongAndLocked, await TryAsync(book, "not the one"));
        Assert.Equal(ProofResult.Locked, await TryAsync(_books.Open(), Books.Password));
        _books.Time.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(ProofResult.Right, await TryAsync(book, Books.Password));
        Assert.Equal(ann.Id, book.FindByName(ann.UserName)!.Id);
    }

    [Fact]
    public async Task Password_WrongOnesLongApart_CloseNothing_AndSoDoThoseBeforeSomebodyWasLetIn()
    {
        var (book, ann) = await StartAsync();
        for (var wrong = 0; wrong < 9; wrong++) await TryAsync(book, "not the one");
        _books.Time.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(ProofResult.Wrong, await TryAsync(book, "not the one"));
        for (var wrong = 0; wrong < 8; wrong++) await TryAsync(book, "not the one");

        await Books.SessionOf(book, ann);

        Assert.Equal(ProofResult.Wrong, await TryAsync(book, "not the one"));
    }

    [Theory]
    [InlineData("nobody@nhs.net", Books.Password)]
    [InlineData("ann.other@nhs.net", "")]
    [InlineData("ann.other@nhs.net", null)]
    [InlineData("ann.other@nhs.net", "Three words together")]
    public async Task Password_NotTheOne_IsWrong(string name, string? password)
    {
        var (book, _) = await StartAsync();

        Assert.Equal(ProofResult.Wrong, (await book.CheckPasswordAsync(name, password)).Result);
    }

    [Fact]
    public async Task SecondFactor_IsTakenIntoUseByACodeOfIt_AndEachCodeCountsOnce()
    {
        var (book, ann) = await StartAsync();
        var session = await Books.SessionOf(book, ann);
        var key = await book.BeginSecondFactorAsync(ann.Id);
        Assert.Equal(key, await book.BeginSecondFactorAsync(ann.Id));
        Assert.Empty(await book.ConfirmSecondFactorAsync(ann.Id, "000000", ann.Words, session.Id));

        var first = AuthenticatorCodes.CodeAt(key, _books.Time.GetUtcNow());
        var codes = await book.ConfirmSecondFactorAsync(ann.Id, first, ann.Words, session.Id);

        Assert.Equal(10, codes.Distinct().Count());
        Assert.True(book.Live(session.Id)!.IsStrong);
        Assert.Equal(ProofResult.Wrong, await book.CheckCodeAsync(ann.Id, first));
        _books.Time.Advance(TimeSpan.FromSeconds(30));
        var next = AuthenticatorCodes.CodeAt(key, _books.Time.GetUtcNow());
        Assert.Equal(ProofResult.Right, await book.CheckCodeAsync(ann.Id, $"{next[..3]} {next[3..]}"));
        Assert.Equal(ProofResult.Wrong, await _books.Open().CheckCodeAsync(ann.Id, next));
    }

    [Fact]
    public async Task Code_OfHalfAMinuteBefore_IsTaken_AndOfAMinuteBeforeNot()
    {
        var (book, ann, key, _) = await WithSecondFactorAsync();
        _books.Time.Advance(TimeSpan.FromMinutes(5));
        var now = _books.Time.GetUtcNow();

        Assert.Equal(ProofResult.Wrong, await book.CheckCodeAsync(ann.Id, AuthenticatorCodes.CodeAt(key, now.AddSeconds(-60))));
        Assert.Equal(ProofResult.Right, await book.CheckCodeAsync(ann.Id, AuthenticatorCodes.CodeAt(key, now.AddSeconds(-30))));
    }

    [Fact]
    public async Task RecoveryCode_CountsOnce_HoweverItIsTyped()
    {
        var (book, ann, _, codes) = await WithSecondFactorAsync();

        Assert.Equal(ProofResult.RightRecovery, await book.CheckCodeAsync(ann.Id, codes[3].ToLowerInvariant().Replace('-', ' ')));

        Assert.Equal(ProofResult.Wrong, await book.CheckCodeAsync(ann.Id, codes[3]));
        Assert.Equal(9, _books.Open().Find(ann.Id)!.RecoveryCodes);
        var fresh = await book.NewRecoveryCodesAsync(ann.Id);
        Assert.Equal(ProofResult.Wrong, await book.CheckCodeAsync(ann.Id, codes[4]));
        Assert.Equal(ProofResult.RightRecovery, await book.CheckCodeAsync(ann.Id, fresh[0]));
    }

    [Fact]
    public async Task Codes_TenWrongOnes_CloseTheAccount_AlsoIfThePasswordIsGivenInBetween()
    {
        var (book, ann, _, codes) = await WithSecondFactorAsync();
        for (var wrong = 1; wrong < 10; wrong++)
        {
            Assert.Equal(ProofResult.Right, await TryAsync(book, Books.Password));
            Assert.Equal(ProofResult.Wrong, await book.CheckCodeAsync(ann.Id, "ABCDE-FGHIJ"));
        }

        Assert.Equal(ProofResult.WrongAndLocked, await book.CheckCodeAsync(ann.Id, "ABCDE-FGHIJ"));
        Assert.Equal(ProofResult.Locked, await book.CheckCodeAsync(ann.Id, codes[0]));
    }

    [Fact]
    public async Task EndSecondFactor_NoCodeCountsAnyMore_AndAnotherKeyIsGiven()
    {
        var (book, ann, key, codes) = await WithSecondFactorAsync();

        await book.EndSecondFactorAsync(ann.Id);

        Assert.False(book.Find(ann.Id)!.HasSecondFactor);
        Assert.Equal(ProofResult.Wrong, await book.CheckCodeAsync(ann.Id, codes[0]));
        Assert.False(Assert.Single(book.Sessions(ann.Id)).IsStrong);
        Assert.NotEqual(key, await book.BeginSecondFactorAsync(ann.Id));
    }

    [Fact]
    public async Task NothingThatProvesAPerson_IsReadableOnDisk()
    {
        var (book, ann, key, codes) = await WithSecondFactorAsync();
        var link = await book.IssueResetAsync(ann.Id, Books.Jo);

        var written = _books.Written();

        foreach (var secret in (string[])[Books.Password, key, link, .. codes]) Assert.DoesNotContain(secret, written, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task SetPassword_EndsTheOtherSessions_AndARefusedOneChangesNothing()
    {
        var (book, ann) = await StartAsync();
        var (here, there) = (await Books.SessionOf(book, ann), await Books.SessionOf(book, ann));

        await Assert.ThrowsAsync<AccountException>(() => book.SetPasswordAsync(ann.Id, "short", ann.Words, here.Id));
        Assert.NotNull(book.Live(there.Id));
        await book.SetPasswordAsync(ann.Id, "three other words", ann.Words, here.Id);

        Assert.Null(book.Live(there.Id));
        Assert.NotNull(book.Live(here.Id));
        Assert.Equal(ProofResult.Wrong, await TryAsync(book, Books.Password));
        Assert.Equal(ProofResult.Right, await TryAsync(book, "three other words"));
    }

    [Fact]
    public async Task Reset_WorksOnceWithinADay_AndEndsEverySession()
    {
        var (book, ann) = await StartAsync();
        var session = await Books.SessionOf(book, ann);
        var before = await book.IssueResetAsync(ann.Id, Books.Jo);
        var link = await book.IssueResetAsync(ann.Id, Books.Jo);

        Assert.Null(await book.FindResetAsync(before));
        Assert.Equal(ann.Id, (await _books.Open().ResetAsync(link, "three other words"))?.Id);
        Assert.Null(await book.ResetAsync(link, "three later words"));
        Assert.Null(_books.Open().Live(session.Id));
        var late = await book.IssueResetAsync(ann.Id, Books.Jo);
        _books.Time.Advance(TimeSpan.FromHours(24));
        Assert.Null(await book.FindResetAsync(late));
    }

    private static async Task<ProofResult> TryAsync(AccountBook book, string password)
    {
        var (result, _) = await book.CheckPasswordAsync("ann.other@nhs.net", password);
        return result;
    }

    private async Task<(AccountBook Book, Account Ann)> StartAsync()
    {
        var book = _books.Open();
        return (book, await Books.AnnIn(book));
    }

    private async Task<(AccountBook Book, Account Ann, string Key, string[] Codes)> WithSecondFactorAsync()
    {
        var (book, ann) = await StartAsync();
        var session = await Books.SessionOf(book, ann);
        var key = await book.BeginSecondFactorAsync(ann.Id);
        var codes = await book.ConfirmSecondFactorAsync(ann.Id, AuthenticatorCodes.CodeAt(key, _books.Time.GetUtcNow()), ann.Words, session.Id);
        return (book, ann, key, [.. codes]);
    }
}
