using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Sealing;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Audit;

public sealed class AuditLogTests : IDisposable
{
    private const string OldKey = "a-key-of-more-than-thirty-two-characters";
    private static readonly AuditEntry First = new(A.Monday9am, "Jo Smith, site lead", "a1", AuditKind.Key, "/keys", "Issued a key for Lister.", A.Lister, "10.0.0.7");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("systemflow-audit-");
    private readonly ManualTime _time = new(A.Monday9am);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string FilePath => Path.Combine(_folder.FullName, "audit.db");

    private string KeyPath => Path.Combine(_folder.FullName, "audit-key");

    [Fact]
    public async Task Line_Kept_IsThereAfterARestart_WithAllThatWasSaid()
    {
        Create().Keep(First);

        var line = Assert.Single(await Create().ReadAsync(new AuditQuestion(), 10, Cancelled));

        Assert.Equal((1L, First), (line.Number, line.Entry));
        Assert.True((await Create().CheckAsync(Cancelled)).Holds);
    }

    [Fact]
    public void Key_OfAFirstStart_IsItsOwnersAlone()
    {
        Create().Keep(First);

        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyPath));
        Assert.True(File.ReadAllText(KeyPath).Length >= AuditKey.Shortest);
    }

    [Theory]
    [InlineData("UPDATE audit SET by = 'Somebody else'")]
    [InlineData("DELETE FROM audit")]
    public void Line_IsNeitherChangedNorRemoved_EvenByHand(string attempt)
    {
        Create().Keep(First);
        using var database = new SqliteConnection($"Data Source={FilePath}");

        Assert.Throws<SqliteException>(() => database.Execute(attempt));
    }

    [Theory]
    [InlineData("UPDATE audit SET words = 'Nothing' WHERE number = 2", 2)]
    [InlineData("UPDATE audit SET address = NULL WHERE number = 1", 1)]
    [InlineData("UPDATE audit SET account = 'b2' WHERE number = 3", 3)]
    [InlineData("UPDATE audit SET kind = 'Nothing' WHERE number = 3", 3)]
    [InlineData("UPDATE audit SET at = 'yesterday' WHERE number = 2", 2)]
    [InlineData("DELETE FROM audit WHERE number = 2", 3)]
    [InlineData("DELETE FROM audit WHERE number = 1", 2)]
    [InlineData("DELETE FROM audit WHERE number = 2; UPDATE audit SET number = number - 1 WHERE number > 2", 2)]
    [InlineData("UPDATE audit SET number = number + 100 WHERE number > 1; UPDATE audit SET number = number - 99 WHERE number > 100; INSERT INTO audit SELECT 2, at, by, account, kind, subject, words, place, address, seal FROM audit WHERE number = 1", 2)]
    [InlineData("UPDATE audit SET number = 9 WHERE number = 2; UPDATE audit SET number = 2 WHERE number = 3; UPDATE audit SET number = 3 WHERE number = 9", 2)]
    public async Task Line_ChangedRemovedInsertedOrSwapped_BreaksTheSealsFromThereOn(string tampering, int broken)
    {
        KeepThree();
        Tamper(tampering);

        Assert.Equal(broken, (await Create().CheckAsync(Cancelled)).Chain.Broken ?? -1);
    }

    [Fact]
    public void Lines_CutOffAtTheEnd_ShowBesideAnAnchor()
    {
        KeepThree();
        var before = AuditLog.CheckFile(FilePath, AuditKey.Read(KeyPath), null);
        var anchor = new Anchor(before.Lines, before.Seal);
        Tamper("DELETE FROM audit WHERE number = 3");

        var after = AuditLog.CheckFile(FilePath, AuditKey.Read(KeyPath), anchor);

        Assert.Null(after.Broken);
        Assert.False(anchor.HoldsIn(after));
        Assert.True(Anchor.TryParse(anchor.ToString(), out var read) && read == anchor);
    }

    [Fact]
    public async Task Lines_CutOffWhileTheProgramRuns_AreMissedByIt()
    {
        var log = KeepThree();
        Tamper("DELETE FROM audit WHERE number = 3");

        var check = await log.CheckAsync(Cancelled);

        Assert.True(check.IsCutOff);
        Assert.False(check.Holds);
    }

    [Fact]
    public void Audit_SealedAnewWithoutTheKey_IsBrokenAtTheFirstLine()
    {
        KeepThree();
        var forged = AuditKey.Of(OldKey);
        using (var database = new SqliteConnection($"Data Source={FilePath}"))
        {
            database.Open();
            database.Execute("DROP TRIGGER audit_grows; DELETE FROM audit; DELETE FROM sqlite_sequence");
            AuditTable.Keep(database, First with { By = "Somebody else" }, forged);
        }

        var check = AuditLog.CheckFile(FilePath, AuditKey.Read(KeyPath), null);

        Assert.Equal((0L, 1L), (check.Lines, check.Broken ?? -1));
    }

    [Fact]
    public void Keep_WithAnotherKeyThanBefore_RefusesToHideWhereItBegan()
    {
        Create().Keep(First);
        var other = Create(OldKey);

        var error = Assert.Throws<AuditException>(() => other.Keep(First));

        Assert.Contains("was not sealed with the key", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keep_WhereTheKeyIsGone_RefusesAndMakesNoOther()
    {
        Create().Keep(First);
        File.Delete(KeyPath);

        Assert.Throws<AuditException>(() => Create().Keep(First));
        Assert.False(File.Exists(KeyPath));
    }

    [Fact]
    public async Task Change_ThatCannotBeRecorded_IsNotDone_AndLookingGoesOn()
    {
        var log = Dead();
        var isDone = false;

        await Assert.ThrowsAsync<AuditException>(() => log.DoAsync(First, () => Task.FromResult(isDone = true), _ => null));

        Assert.False(isDone);
        log.Note(First); // What needs no line is not held up.
    }

    [Fact]
    public async Task Change_ThatWasNotDoneAfterAll_IsSaidSo()
    {
        var log = Create();

        await log.DoAsync(First, () => Task.FromResult(false), done => done ? null : "Ann was quicker.");
        await Assert.ThrowsAsync<InvalidOperationException>(() => log.DoAsync<bool>(First, () => throw new InvalidOperationException("A secret."), _ => null));

        var words = (await log.ReadAsync(new AuditQuestion(), 10, Cancelled)).Select(line => line.Entry.Words).Reverse().ToArray();
        Assert.Equal(First.Words, words[0]);
        Assert.Equal($"Not done after all: Ann was quicker. It was: {First.Words}", words[1]);
        Assert.Equal($"Not done after all: it failed (InvalidOperationException). It was: {First.Words}", words[3]);
    }

    [Fact]
    public async Task Notes_OfAFlood_AreCounted_AndSaidWhenTheMinuteIsOver()
    {
        var log = Create();
        var refusal = First with { Kind = AuditKind.Refusal, Words = "A wrong password." };
        for (var i = 0; i < 50; i++) log.Note(refusal);
        for (var i = 0; i < 1_000; i++) log.Note(refusal with { By = $"Nobody {i}" });
        var during = (await log.ReadAsync(new AuditQuestion(), AuditLog.Most, Cancelled)).Length;

        _time.Advance(TimeSpan.FromMinutes(1));
        log.SayFolded();

        var after = await log.ReadAsync(new AuditQuestion(), AuditLog.Most, Cancelled);
        Assert.Equal(NoteFold.MostInAll, during);
        Assert.Equal(during + 2, after.Length);
        Assert.StartsWith("405 more lines", after[0].Entry.Words, StringComparison.Ordinal);
        Assert.Equal("A wrong password. And 45 more times within a minute.", after[1].Entry.Words);
    }

    [Fact]
    public async Task Question_NarrowsByPersonKindPlaceWordsAndTime()
    {
        var log = Create();
        log.Keep(First);
        log.Keep(First with { By = "Ann Lee, matron", Account = "b2", Kind = AuditKind.Rule, Words = "Saved version 4: 95% of beds", Place = null, At = A.Monday9am.AddHours(2) });

        Assert.Equal(1L, await OnlyAsync(new AuditQuestion { Person = "smith" }));
        Assert.Equal(2L, await OnlyAsync(new AuditQuestion { Person = "b2" }));
        Assert.Equal(2L, await OnlyAsync(new AuditQuestion { Kind = AuditKind.Rule }));
        Assert.Equal(1L, await OnlyAsync(new AuditQuestion { Places = [A.Lister] }));
        Assert.Equal(2L, await OnlyAsync(new AuditQuestion { Words = ["95%", "VERSION"] }));
        Assert.Equal(2L, await OnlyAsync(new AuditQuestion { From = A.Monday9am.AddHours(1) }));
        Assert.Equal(1L, await OnlyAsync(new AuditQuestion { Before = 2 }));

        async Task<long> OnlyAsync(AuditQuestion question) => Assert.Single(await log.ReadAsync(question, 10, Cancelled)).Number;
    }

    [Fact]
    public void Remembered_IsOursUntilSomebodyChangesIt()
    {
        var log = Create();
        log.Remember("settings", "one");
        Assert.Equal("one", log.Remembered("settings", out var isOurs));
        Assert.True(isOurs);

        Tamper("UPDATE remembered SET value = 'two'");

        log.Remembered("settings", out isOurs);
        Assert.False(isOurs);
    }

    [Fact]
    public async Task Lines_OfManyAtOnce_StandOneOnTheOther()
    {
        var log = Create();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => log.Keep(First with { Words = $"Line {i}" }), Cancelled)));

        Assert.Equal((50L, null), (await log.CheckAsync(Cancelled)).Chain is var chain ? (chain.Lines, chain.Broken) : default);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private AuditLog KeepThree()
    {
        var log = Create();
        for (var i = 1; i <= 3; i++) log.Keep(First with { Words = $"Line {i}" });
        return log;
    }

    private void Tamper(string sql)
    {
        using var database = new SqliteConnection($"Data Source={FilePath}");
        database.Execute($"DROP TRIGGER IF EXISTS audit_stays; DROP TRIGGER IF EXISTS audit_grows; {sql}");
    }

    // A folder stands where the file should be.
    private AuditLog Dead()
    {
        Directory.CreateDirectory(FilePath);
        return Create();
    }

    private AuditLog Create(string? key = null) => new(
        new AuditOptions { Path = FilePath, KeyFile = KeyPath, Key = key }, _time, NullLogger<AuditLog>.Instance);
}
