using System.Text;
using SystemFlow.Domain.Readings;
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
        _folder.Execute($"PRAGMA user_version = {SeriesFile.Version + 1}");

        var problem = Assert.Throws<SeriesException>(() => _folder.Open());

        Assert.StartsWith(
            $"{_folder.Path} has version {SeriesFile.Version + 1}, and this program knows versions up to {SeriesFile.Version}. "
            + "Start the newer program",
            problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Open_AFileWithARowForEachReading_KeepsEveryReadingAndWhatItAmended(int version)
    {
        WriteVersion2();
        if (version == 1) _folder.Execute("ALTER TABLE reading DROP COLUMN known; ALTER TABLE amendment DROP COLUMN known; PRAGMA user_version = 1");
        var eight = new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
        var first = new Reading(A.Lister, A.BedsOccupied, 561, eight, "test");
        var second = new Reading(A.Lister, A.BedsOccupied, 570, eight.AddMinutes(1), "test")
        {
            SubmittedAt = eight.AddMinutes(3),
            KnownAt = version == 1 ? null : eight.AddMinutes(2),
            PeriodStart = eight.AddMinutes(-59),
            Numerator = 570,
            Denominator = 600,
            AmendedFrom = 565,
            AmendedAt = eight.AddMinutes(3),
        };
        var third = new Reading(A.Lister, A.BedsOpen, null, eight, "test")
        {
            Absent = Absent.NotAsked,
            Method = Method.Manual,
            Cadence = TimeSpan.FromDays(1),
            Comment = "Not asked today",
        };

        await using var store = _folder.Open();

        Assert.Equal([first, second], await store.ReadAsync(A.Lister, A.BedsOccupied, eight, eight.AddHours(1), Cancelled).ToListAsync(Cancelled));
        Assert.Equal(new HashSet<Reading> { second, third }, (await store.LatestAsync(A.Lister, Cancelled).ToListAsync(Cancelled)).ToHashSet());
        var replaced = Assert.Single(await store.AmendmentsAsync(A.Lister, A.BedsOccupied, eight, eight.AddHours(1), Cancelled).ToListAsync(Cancelled));
        Assert.Equal((565, eight.AddMinutes(3)), (replaced.Replaced.Value, replaced.By));
        Assert.Equal(565, Assert.Single(
            await store.LatestAsync(A.Lister, eight.AddMinutes(1), Cancelled).Where(r => r.Metric == A.BedsOccupied).ToListAsync(Cancelled)).Value);
        Assert.Equal(AppendOutcome.Duplicate, Assert.Single(await store.AppendAsync([first], Cancelled)).Outcome);
    }

    [Fact]
    public async Task Open_AnotherProgramsDatabase_LeavesItAlone()
    {
        await _folder.Open().DisposeAsync();
        _folder.Execute("PRAGMA user_version = 0; DROP TABLE log");

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

    // As version 2 wrote it: a row for each reading. 639031968000000000 is 5 January 2026, 8:00; a minute is 600,000,000 ticks.
    private void WriteVersion2()
    {
        _folder.Write([]);
        _folder.Execute("""
            CREATE TABLE series (id INTEGER PRIMARY KEY, place TEXT NOT NULL, metric TEXT NOT NULL, UNIQUE (place, metric));
            CREATE TABLE origin (id INTEGER PRIMARY KEY, source TEXT NOT NULL, method TEXT NOT NULL, cadence INTEGER, absent TEXT);
            CREATE TABLE reading (
                series INTEGER NOT NULL, period_end INTEGER NOT NULL, value REAL, origin INTEGER NOT NULL,
                submitted INTEGER, started INTEGER, detail TEXT, known INTEGER, PRIMARY KEY (series, period_end)) WITHOUT ROWID;
            CREATE TABLE amendment (
                id INTEGER PRIMARY KEY, amended_by INTEGER NOT NULL,
                series INTEGER NOT NULL, period_end INTEGER NOT NULL, value REAL, origin INTEGER NOT NULL,
                submitted INTEGER, started INTEGER, detail TEXT, known INTEGER);
            CREATE INDEX amendment_of ON amendment (series, period_end);
            INSERT INTO series VALUES (7, 'RWH01', 'beds.ga.occupied'), (9, 'RWH01', 'beds.ga.open');
            INSERT INTO origin VALUES (3, 'test', 'Automatic', NULL, NULL), (4, 'test', 'Manual', 864000000000, 'NotAsked');
            INSERT INTO reading VALUES
                (7, 639031968000000000, 561, 3, NULL, NULL, NULL, NULL),
                (7, 639031968600000000, 570, 3, 1200000000, -36000000000,
                    '{"numerator":570,"denominator":600,"amendedFrom":565,"amendedAt":"2026-01-05T08:03:00+00:00"}', 600000000),
                (9, 639031968000000000, NULL, 4, NULL, NULL, '{"comment":"Not asked today"}', NULL);
            INSERT INTO amendment VALUES (1, 639031969800000000, 7, 639031968600000000, 565, 3, NULL, NULL, NULL, NULL);
            PRAGMA user_version = 2
            """);
    }
}
