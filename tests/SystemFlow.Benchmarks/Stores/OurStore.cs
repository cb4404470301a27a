using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Series;

namespace SystemFlow.Benchmarks.Stores;

/// <summary>A store of ours, as the program has it.</summary>
internal sealed class OurStore(string name, string folder, InfluxHost? influx) : Contender
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    private ServiceProvider? _services;
    private string _file = "";
    private string _database = "";

    public override string Name => name;

    private ISeriesStore Store => _services!.GetRequiredService<ISeriesStore>();

    private string Folder => Path.GetDirectoryName(_file)!;

    public override async Task OpenAsync(string name)
    {
        await CloseAsync();
        (_file, _database) = (Path.Combine(folder, name, "series.db"), name);
        if (influx is not null) await influx.Server.QueryAsync("", $"CREATE DATABASE \"{name}\"", CancellationToken.None);
        Reopen();
    }

    public override object BodyOf(Reading[] readings) => readings;

    public override async Task AppendAsync(object body) => await Store.AppendAsync((Reading[])body, CancellationToken.None);

    public override async Task SettleAsync()
    {
        while ((await Store.StatisticsAsync(CancellationToken.None)).Waiting > 0) await Task.Delay(BetweenLooks, TimeProvider.System);
    }

    public override async Task<int> LatestAsync(IReadOnlyList<PlaceCode> places)
    {
        var count = 0;
        foreach (var place in places) count += await Store.LatestAsync(place, CancellationToken.None).CountAsync();
        return count;
    }

    public override async Task<long> ThinAsync(PlaceCode place, MetricKey metric, DateTimeOffset from, DateTimeOffset to, int points) =>
        (await Store.ThinAsync(place, metric, from, to, points, CancellationToken.None)).Sum(stretch => (long)stretch.Count);

    public override async Task<(long Bytes, long Used)> BytesAsync()
    {
        await CloseAsync(); // What is only in its log goes into blocks.
        var atTheServer = influx is null ? 0 : await influx.BytesAsync(_database);
        var bytes = BytesUnder(Folder) + atTheServer;
        var free = new DirectoryInfo(Folder).EnumerateFiles("*.db", SearchOption.AllDirectories).Sum(FreeIn);
        Reopen();
        return (bytes, bytes - free);
    }

    /// <summary>A process of its own, that has the store open and was asked for all that is newest.</summary>
    public override async Task<long> ResidentAsync()
    {
        await CloseAsync();
        var resident = await StoreChild.ResidentAsync(Settings());
        Reopen();
        return resident + (influx is null ? 0 : influx.Resident);
    }

    public override async ValueTask DisposeAsync() => await CloseAsync();

    private static long FreeIn(FileInfo database)
    {
        using var connection = new SqliteConnection($"Data Source={database.FullName};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size";
        return (long)command.ExecuteScalar()!;
    }

    private void Reopen()
    {
        _services = StoreUnderTest.Open(Settings());
        _ = Store;
    }

    private Dictionary<string, string?> Settings() => influx is null
        ? new() { ["Series:Path"] = _file }
        : new() { ["Series:Path"] = _file, ["Series:Kind"] = "Influx", ["Series:Influx:Url"] = influx.Server.Url, ["Series:Influx:Database"] = _database };

    private async Task CloseAsync()
    {
        if (_services is { } services) await services.DisposeAsync();
        _services = null;
    }
}
