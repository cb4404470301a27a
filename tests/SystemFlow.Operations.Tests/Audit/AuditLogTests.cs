using System.Data.Common;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Sealing;
using SystemFlow.Operations.Storage;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Audit;

public sealed class AuditLogOnFilesTests() : AuditLogTests(new FileStore())
{
    [Fact]
    public async Task Line_WithWhatNoLineHas_BreaksTheSealsFromThereOn()
    {
        KeepThree();
        Tamper("UPDATE audit SET at = 'yesterday' WHERE number = 2");

        Assert.Equal(2, (await Create().CheckAsync(Cancelled)).Chain.Broken ?? -1);
    }

    // A folder stands where the file should be.
    protected override AuditLog Dead()
    {
        Directory.CreateDirectory(Store.PathOf("audit"));
        return Create();
    }

    protected override ChainCheck Check(Anchor? anchor) => AuditLog.CheckFile(Store.PathOf("audit"), AuditKey.Read(KeyPath), anchor);
}

public sealed class AuditLogOnPostgresTests(Postgres server) : AuditLogTests(new ServerStore(server))
{
    [Fact]
    public void CheckServer_WithoutAnAudit_SaysSo()
    {
        var error = Assert.Throws<AuditException>(() => AuditLog.CheckServer(Store.Open().ConnectionString!, AuditKey.Of(OldKey), null));

        Assert.Contains("There is no audit in the PostgreSQL", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_OfTwoNodesAtOnce_StandOneOnTheOther()
    {
        var (one, other) = (Create(OldKey), Create(OldKey));
        one.Keep(First); // Else both make a key.

        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() => (i % 2 == 0 ? one : other).Keep(First with { Words = $"Line {i}" }), Cancelled)));

        Assert.Equal((61L, null), Check(null) is var check ? (check.Lines, check.Broken) : default);
        Assert.True((await one.CheckAsync(Cancelled)).Holds);
        Assert.True((await other.CheckAsync(Cancelled)).Holds);
        Assert.Equal(60, (await other.ReadAsync(new AuditQuestion(), AuditLog.Most, Cancelled)).Select(line => line.Entry.Words).Distinct().Count(words => words.StartsWith("Line", StringComparison.Ordinal)));
    }

    [Fact]
    public void Keep_OnANodeWithAnotherKey_SaysThatEachNeedsTheSame()
    {
        Create(OldKey).Keep(First);

        var error = Assert.Throws<AuditException>(() => Create("another-key-of-more-than-thirty-two-characters").Keep(First));

        Assert.Contains("Every node needs the same key.", error.Message, StringComparison.Ordinal);
    }

    // Nobody answers there.
    protected override AuditLog Dead() => new(
        new OperationsStorage(Options.Create(new OperationsOptions { ConnectionString = "Host=127.0.0.1;Port=1;Database=nowhere;Timeout=2" })),
        new AuditOptions { Path = Store.PathOf("audit"), KeyFile = KeyPath }, new ManualTime(A.Monday9am), NullLogger<AuditLog>.Instance);

    protected override ChainCheck Check(Anchor? anchor) => AuditLog.CheckServer(
        Store.Open().ConnectionString!, File.Exists(KeyPath) ? AuditKey.Read(KeyPath) : AuditKey.Of(OldKey), anchor);
}

public abstract class AuditLogTests(TestStore store) : StoreTests(store)
{
    protected const string OldKey = "a-key-of-more-than-thirty-two-characters";
    protected static readonly AuditEntry First = new(A.Monday9am, "Jo Smith, site lead", "a1", AuditKind.Key, "/keys", "Issued a key for Lister.", A.Lister, "10.0.0.7");

    private readonly ManualTime _time = new(A.Monday9am);

    protected string KeyPath => Path.Combine(Path.GetDirectoryName(Store.PathOf("audit"))!, "audit-key");

    protected abstract AuditLog Dead();

    protected abstract ChainCheck Check(Anchor? anchor);

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

        Assert.ThrowsAny<DbException>(() => Store.Execute("audit", attempt));
    }

    [Theory]
    [InlineData("UPDATE audit SET words = 'Nothing' WHERE number = 2", 2)]
    [InlineData("UPDATE audit SET address = NULL WHERE number = 1", 1)]
    [InlineData("UPDATE audit SET account = 'b2' WHERE number = 3", 3)]
    [InlineData("UPDATE audit SET kind = 'Nothing' WHERE number = 3", 3)]
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
        var before = Check(null);
        var anchor = new Anchor(before.Lines, before.Seal);
        Tamper("DELETE FROM audit WHERE number = 3");

        var after = Check(anchor);

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
        Tamper("DELETE FROM audit");
        Store.ByHand("audit").Write(database => AuditTable.Keep(database, First with { By = "Somebody else" }, forged));

        var check = Check(null);

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

    protected AuditLog KeepThree()
    {
        var log = Create();
        for (var i = 1; i <= 3; i++) log.Keep(First with { Words = $"Line {i}" });
        return log;
    }

    protected void Tamper(string sql) => Store.Execute("audit", sql, ("audit", ["audit_stays", "audit_grows"]));

    protected AuditLog Create(string? key = null) => new(
        Store.Open(), new AuditOptions { Path = Store.PathOf("audit"), KeyFile = KeyPath, Key = key }, _time, NullLogger<AuditLog>.Instance);
}
