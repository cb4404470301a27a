using SystemFlow.Domain.Places;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests;

public sealed class FeedKeysTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("systemflow-keys-").FullName;

    private string Database => Path.Combine(_folder, "operations.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Issue_TheKeyIsKnownAgainAfterARestart()
    {
        var secret = Open().Issue("lister-pas", [A.Lister]);

        var key = Open().Find(secret);

        Assert.Equal("lister-pas", key?.Feed);
        Assert.Equal([A.Lister], key!.Places);
    }

    [Fact]
    public void Issue_TheSecretItselfIsNotOnDisk()
    {
        var secret = Open().Issue("lister-pas", []);

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        var written = Directory.GetFiles(_folder).SelectMany(File.ReadAllBytes).ToArray();

        Assert.Equal(-1, written.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(secret)));
    }

    [Fact]
    public void Issue_AgainForAFeed_EndsItsOldKey()
    {
        var keys = Open();
        var old = keys.Issue("lister-pas", []);

        var fresh = keys.Issue("lister-pas", []);

        Assert.Null(keys.Find(old));
        Assert.NotNull(keys.Find(fresh));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sfk_guessed")]
    public void Find_AnythingElse_IsNobody(string? secret)
    {
        var keys = Open();
        keys.Issue("lister-pas", []);

        Assert.Null(keys.Find(secret));
    }

    [Fact]
    public void Set_AShortKey_IsRefusedWithTheLengthItNeeds()
    {
        var error = Assert.Throws<ArgumentException>(() => Open().Set("environment", [], "secret"));

        Assert.StartsWith("A feed key needs at least 24 characters; this one has 6.", error.Message);
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

    private FeedKeys Open() => new(Database, new ManualTime(A.Monday9am));
}
