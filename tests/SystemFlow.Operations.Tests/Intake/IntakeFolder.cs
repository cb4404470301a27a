using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SystemFlow.Operations.Intake;

namespace SystemFlow.Operations.Tests.Intake;

/// <summary>A folder with an intake.db of its own, that goes when the test does.</summary>
internal sealed class IntakeFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("systemflow-intake-");

    private string Database => Path.Combine(_folder.FullName, "intake.db");

    public FeedLedger OpenLedger() => new(new IntakeFile(Database), NullLogger<FeedLedger>.Instance);

    public Quarantine OpenQuarantine(int maxRows = 100) =>
        new(new IntakeFile(Database), new IntakeRecordOptions { Path = Database, MaxRows = maxRows }, NullLogger<Quarantine>.Instance);

    /// <summary>From now on nothing can be added to a table, as on a disk that is full; it can still be read.</summary>
    public void Fill(string table) => Execute(
        $"CREATE TRIGGER full_{table} BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END");

    /// <summary>There is room again.</summary>
    public void MakeRoom(string table) => Execute($"DROP TRIGGER full_{table}");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private void Execute(string sql)
    {
        using var database = new SqliteConnection($"Data Source={Database}");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
