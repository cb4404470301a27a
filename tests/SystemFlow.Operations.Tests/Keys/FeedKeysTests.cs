using SystemFlow.Domain.Places;
using SystemFlow.Operations.Keys;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Keys;

public sealed class FeedKeysOnFilesTests() : FeedKeysTests(new FileStore());

public sealed class FeedKeysOnPostgresTests(Postgres server) : FeedKeysTests(new ServerStore(server));

public abstract class FeedKeysTests(TestStore store) : StoreTests(store)
{
    private const string Ann = "Ann Other, feed manager";

    private static readonly KeyScope Everywhere = new([]);

    private readonly ManualTime _time = new(A.Monday9am);

    [Fact]
    public void Issue_TheKeyIsKnownAgainAfterARestart_WithAllThatItMayDo()
    {
        var secret = Open().Issue("lister-pas", new KeyScope([A.Lister], 120, "Bed system"), Ann);

        var key = Open().Find(secret);

        Assert.Equal(("lister-pas", 120, "Bed system", Ann), (key!.Feed, key.MessagesPerMinute, key.Note, key.CreatedBy));
        Assert.Equal([A.Lister], key.Places);
        Assert.Equal(A.Monday9am, key.CreatedAt);
    }

    [Fact]
    public void Secrets_AreNeverOnDisk()
    {
        var keys = Open();
        string[] secrets = [keys.Issue("lister-pas", Everywhere, Ann), keys.Rotate("lister-pas", TimeSpan.Zero, Ann)];

        var written = Store.WrittenIn("operations");

        Assert.All(secrets, secret => Assert.DoesNotContain(secret, written, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Issue_ForAFeedWithAKey_IsRefused_AndTheKeyStillWorks()
    {
        var keys = Open();
        var secret = keys.Issue("lister-pas", Everywhere, Ann);

        var error = Assert.Throws<KeyException>(() => keys.Issue("lister-pas", Everywhere, Ann));

        Assert.Contains("has a key already", error.Message, StringComparison.Ordinal);
        Assert.NotNull(keys.Find(secret));
        Assert.Single(keys.History(10));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("Lister PAS")]
    [InlineData("roll-up")]
    [InlineData("environment")]
    public void Issue_ANameThatCannotBe_IsRefused(string name) =>
        Assert.Throws<KeyException>(() => Open().Issue(name, Everywhere, Ann));

    [Theory]
    [InlineData(0)]
    [InlineData(60_001)]
    public void Issue_ALimitThatCannotBe_IsRefused(int limit) =>
        Assert.Throws<KeyException>(() => Open().Issue("lister-pas", new KeyScope([], limit), Ann));

    [Fact]
    public void Rotate_BothSecretsWorkUntilTheOverlapIsOver_AlsoAfterARestart()
    {
        var keys = Open();
        var old = keys.Issue("lister-pas", Everywhere, Ann);

        var fresh = keys.Rotate("lister-pas", TimeSpan.FromHours(24), Ann);

        _time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.All([keys, Open()], each => Assert.Equal(each.Find(fresh)?.Feed, each.Find(old)?.Feed));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.All([keys, Open()], each => Assert.Null(each.Find(old)));
        Assert.NotNull(keys.Find(fresh));
    }

    [Fact]
    public void Rotate_AtOnce_EndsTheOldSecret_AlsoOneThatWasStillInItsOverlap()
    {
        var keys = Open();
        var first = keys.Issue("lister-pas", Everywhere, Ann);
        var second = keys.Rotate("lister-pas", TimeSpan.FromHours(24), Ann);

        var third = keys.Rotate("lister-pas", TimeSpan.Zero, Ann);

        Assert.All([first, second], old => Assert.Null(keys.Find(old)));
        Assert.NotNull(keys.Find(third));
    }

    [Fact]
    public void Revoke_EndsEverySecretAtOnce_AndSaysWhoDidIt()
    {
        var keys = Open();
        var old = keys.Issue("lister-pas", Everywhere, Ann);
        var fresh = keys.Rotate("lister-pas", TimeSpan.FromHours(24), Ann);

        keys.Revoke("lister-pas", "Jo Smith, administrator");

        Assert.All([old, fresh], secret => Assert.Null(keys.Find(secret)));
        Assert.Equal(("Jo Smith, administrator", A.Monday9am), (keys.All[0].RevokedBy, keys.All[0].RevokedAt));
        Assert.Throws<KeyException>(() => keys.Rotate("lister-pas", TimeSpan.Zero, Ann));
    }

    [Fact]
    public void Issue_AgainAfterItWasRevoked_DoesNotBringTheOldSecretBack()
    {
        var keys = Open();
        var old = keys.Issue("lister-pas", Everywhere, Ann);
        keys.Revoke("lister-pas", Ann);

        var fresh = keys.Issue("lister-pas", Everywhere, Ann);

        Assert.Null(keys.Find(old));
        Assert.NotNull(Open().Find(fresh));
        Assert.Null(keys.All[0].RevokedAt);
    }

    [Fact]
    public void Allow_ChangesWhatTheKeyMayDo_AndNotTheSecret()
    {
        var keys = Open();
        var secret = keys.Issue("lister-pas", Everywhere, Ann);

        keys.Allow("lister-pas", new KeyScope([A.Lister], 10), Ann);

        Assert.Equal(10, keys.Find(secret)!.MessagesPerMinute);
        Assert.Equal([A.Lister], Open().Find(secret)!.Places);
    }

    [Fact]
    public void History_SaysWhoDidWhat_TheNewestFirst()
    {
        var keys = Open();
        keys.Issue("lister-pas", new KeyScope([A.Lister], 10, "Beds"), Ann);
        keys.Rotate("lister-pas", TimeSpan.FromHours(1), Ann);
        keys.Allow("lister-pas", Everywhere, Ann);
        keys.Revoke("lister-pas", Ann);

        var history = Open().History(10);

        Assert.Equal([KeyAct.Revoked, KeyAct.Changed, KeyAct.Rotated, KeyAct.Issued], history.Select(done => done.Act));
        Assert.All(history, done => Assert.Equal((Ann, "lister-pas", A.Monday9am), (done.By, done.Feed, done.At)));
        Assert.Equal(A.Monday9am.AddHours(1), history[2].OldEndsAt);
        Assert.Equal((10, "Beds"), (history[3].Scope!.MessagesPerMinute, history[3].Scope!.Note));
        Assert.Equal(2, keys.History(2).Length);
    }

    [Fact]
    public void LastUse_IsKnownAtOnce_AndAfterARestartOnceItWasWritten()
    {
        var keys = Open();
        var secret = keys.Issue("lister-pas", Everywhere, Ann);
        Assert.Null(keys.All[0].LastUsedAt);

        _time.Advance(TimeSpan.FromMinutes(5));
        keys.Find(secret);

        Assert.Equal(A.Monday9am.AddMinutes(5), keys.All[0].LastUsedAt);
        Assert.Null(Open().All[0].LastUsedAt);
        keys.WriteUse();
        Assert.Equal(A.Monday9am.AddMinutes(5), Open().All[0].LastUsedAt);
    }

    [Fact]
    public void LastUse_SurvivesAChangeOfTheKey_BeforeItWasWritten()
    {
        var keys = Open();
        keys.Find(keys.Issue("lister-pas", Everywhere, Ann));

        keys.Allow("lister-pas", new KeyScope([], 5), Ann);

        Assert.Equal(A.Monday9am, keys.All[0].LastUsedAt);
    }

    [Fact]
    public void Rotate_ShowsWhichSecretIsStillUsed()
    {
        var keys = Open();
        var old = keys.Issue("lister-pas", Everywhere, Ann);
        _time.Advance(TimeSpan.FromMinutes(1));
        keys.Rotate("lister-pas", TimeSpan.FromHours(24), Ann);

        keys.Find(old);

        Assert.Equal([null, _time.GetUtcNow()], keys.All[0].Secrets.Select(secret => secret.LastUsedAt));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sfk_guessed")]
    public void Find_AnythingElse_IsNobody(string? secret)
    {
        var keys = Open();
        keys.Issue("lister-pas", Everywhere, Ann);

        Assert.Null(keys.Find(secret));
    }

    [Fact]
    public async Task Find_WhileKeysChange_NeverMissesOneThatWorks()
    {
        var keys = Open();
        var secret = keys.Issue("lister-pas", Everywhere, Ann);
        var changes = Task.Run(() =>
        {
            for (var i = 0; i < 20; i++) keys.Allow("lister-pas", new KeyScope([], i + 1), Ann);
        }, TestContext.Current.CancellationToken);

        while (!changes.IsCompleted) Assert.NotNull(keys.Find(secret));

        await changes;
        Assert.Equal(20, keys.Find(secret)!.MessagesPerMinute);
    }

    [Fact]
    public void TakeOperators_AShortKey_IsRefusedWithTheLengthItNeeds()
    {
        var error = Assert.Throws<ArgumentException>(() => Open().TakeOperators("secret", "SETTING"));

        Assert.StartsWith("A feed key needs at least 24 characters; this one has 6.", error.Message);
    }

    [Fact]
    public void TakeOperators_TheSameAtEveryStart_IsWrittenDownOnce_AndAnotherEndsTheOneBefore()
    {
        const string First = "the-operators-first-secret-key", Second = "the-operators-other-secret-key";
        Open().TakeOperators(First, "SETTING");
        Open().TakeOperators(First, "SETTING");
        var keys = Open();
        Assert.Single(keys.History(10));

        keys.TakeOperators(Second, "SETTING");

        Assert.Null(keys.Find(First));
        Assert.True(keys.Find(Second)!.IsOperators);
        Assert.Throws<KeyException>(() => keys.Rotate(FeedKey.OperatorsFeed, TimeSpan.Zero, Ann));
        Assert.Throws<KeyException>(() => keys.Allow(FeedKey.OperatorsFeed, new KeyScope([A.Lister]), Ann));
    }

    [Fact]
    public void Revoke_TheOperatorsKey_HoldsUntilASettingGivesItAgain()
    {
        const string Secret = "the-operators-first-secret-key";
        Open().TakeOperators(Secret, "SETTING");

        Open().Revoke(FeedKey.OperatorsFeed, Ann);

        Assert.Null(Open().Find(Secret));
        Open().TakeOperators(Secret, "SETTING");
        Assert.NotNull(Open().Find(Secret));
    }

    [Theory]
    [InlineData("RWH", "RWH01", true)]
    [InlineData("RWH", "RWH", true)]
    [InlineData("RWH", "RWG02", false)]
    [InlineData("RWH01", "RWH", false)]
    [InlineData("board-enh", "loc-stevenage", true)]
    [InlineData("", "RWG02", true)]
    public void MayWrite_CoversWhatIsUnderItsPlaces(string scope, string place, bool may)
    {
        var key = new FeedKey("feed", scope == "" ? [] : [PlaceCode.Parse(scope)], A.Monday9am);
        var footprint = Footprint.HertfordshireWestEssex;

        Assert.Equal(may, key.MayWrite(footprint.Find(PlaceCode.Parse(place)), footprint));
    }

    private FeedKeys Open() => new(Store.Open(), Store.PathOf("operations"), _time);
}
