using System.Text;
using SystemFlow.Series.Embedded;
using SystemFlow.Testing;

namespace SystemFlow.Series.Tests.Embedded;

public sealed class SeriesFileTests : IDisposable
{
    private readonly SeriesFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_InADirectoryThatIsNotThere_MakesIt()
    {
        await using var store = _folder.Open();

        Assert.True(File.Exists(_folder.Path));
    }

    [Fact]
    public void Open_AFileThatIsNoDatabase_NamesItAndSaysWhatToDo()
    {
        _folder.Write(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("place,metric,value\n", 1_000))));

        var problem = Assert.Throws<SeriesException>(() => _folder.Open());

        Assert.StartsWith($"{_folder.Path} is damaged, or is not a series file. Move it away", problem.Message, StringComparison.Ordinal);
        Assert.Null(problem.RetryAfter);
    }

    [Fact]
    public async Task Open_ADamagedFile_NamesItAndSaysWhatToDo()
    {
        await using (var store = _folder.Open()) await store.AppendAsync([A.Reading], Cancelled);
        var bytes = File.ReadAllBytes(_folder.Path);
        Array.Fill(bytes, (byte)0xA5, 4096, bytes.Length - 4096); // All but the first page.
        _folder.Write(bytes);

        var problem = Assert.Throws<SeriesException>(() => _folder.Open());

        Assert.StartsWith($"{_folder.Path} is damaged", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_AFileOfANewerVersion_AsksForTheNewerProgram()
    {
        await _folder.Open().DisposeAsync();
        Execute($"PRAGMA user_version = {SeriesFile.Version + 1}");

        var problem = Assert.Throws<SeriesException>(() => _folder.Open());

        Assert.StartsWith(
            $"{_folder.Path} has version {SeriesFile.Version + 1}, and this program knows versions up to {SeriesFile.Version}. "
            + "Start the newer program",
            problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_AFileFromBeforeItKnewWhenValuesCame_KeepsItsReadings()
    {
        await using (var store = _folder.Open()) await store.AppendAsync([A.Reading], Cancelled);
        Execute("ALTER TABLE reading DROP COLUMN known; ALTER TABLE amendment DROP COLUMN known; PRAGMA user_version = 1");

        await using var opened = _folder.Open();

        Assert.Equal([A.Reading], await opened.LatestAsync(A.Lister, A.Monday9am, Cancelled).ToListAsync(Cancelled));
        Assert.Empty(await opened.LatestAsync(A.Lister, A.Monday9am.AddTicks(-1), Cancelled).ToListAsync(Cancelled));
    }

    [Fact]
    public async Task Open_AnotherProgramsDatabase_LeavesItAlone()
    {
        await _folder.Open().DisposeAsync();
        Execute("PRAGMA user_version = 0; DROP TABLE reading");

        var problem = Assert.Throws<SeriesException>(() => _folder.Open());

        Assert.Equal($"{_folder.Path} is another program's database. Change Series:Path.", problem.Message);
    }

    [Fact]
    public async Task Open_Twice_IsRefused()
    {
        await using var first = _folder.Open();

        var problem = Assert.Throws<SeriesException>(() => _folder.Open());

        Assert.StartsWith($"{_folder.Path} is in use by another program", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_AfterAFailedOpen_IsNotInUse()
    {
        _folder.Write(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 });
        Assert.Throws<SeriesException>(() => _folder.Open());
        File.Delete(_folder.Path);

        await using var store = _folder.Open();

        Assert.Single(await store.AppendAsync([A.Reading], Cancelled));
    }

    public void Dispose() => _folder.Dispose();

    private void Execute(string sql)
    {
        using var connection = _folder.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
