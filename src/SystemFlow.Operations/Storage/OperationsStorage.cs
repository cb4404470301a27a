using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SystemFlow.Operations.Nodes;

namespace SystemFlow.Operations.Storage;

/// <summary>Gives each book the database that it is kept in: a SQLite file, or a schema of the cluster's PostgreSQL.</summary>
public sealed class OperationsStorage : IDisposable
{
    private readonly Lock _opening = new();
    private readonly Dictionary<string, OperationsDatabase> _open = new(StringComparer.Ordinal);

    private readonly NodeNews? _news;

    /// <summary>By the settings.</summary>
    /// <param name="news">Where nodes share a PostgreSQL and keep things in memory.</param>
    public OperationsStorage(IOptions<OperationsOptions> options, NodeNews? news = null)
    {
        ConnectionString = options.Value.ConnectionString is { Length: > 0 } said ? said : null;
        _news = news;
    }

    /// <summary>The PostgreSQL that the nodes share; null for files on this machine.</summary>
    public string? ConnectionString { get; }

    /// <summary>Those that were opened so far.</summary>
    internal IReadOnlyCollection<OperationsDatabase> Open
    {
        get
        {
            lock (_opening) return [.. _open.Values];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var database in Open.OfType<IDisposable>()) database.Dispose();
    }

    /// <summary>The schema of that name where there is a PostgreSQL, else the file. The same one for all who ask.</summary>
    /// <param name="name">The file's name without its ending: <c>events</c>, <c>operations</c>.</param>
    /// <exception cref="System.Data.Common.DbException">It cannot be used.</exception>
    internal OperationsDatabase Of(string name, string path, StorageTerms? terms = null) => ConnectionString is { } connection
        ? Once(name, () => new PostgresDatabase(connection, name, _news, terms))
        : File(path, terms);

    /// <summary>A file, wherever everything else is kept: a replay has its own.</summary>
    /// <exception cref="System.Data.Common.DbException">It cannot be used.</exception>
    internal OperationsDatabase File(string path, StorageTerms? terms = null) =>
        Once(Path.GetFullPath(path), () => new SqliteDatabase(path, terms));

    private OperationsDatabase Once(string key, Func<OperationsDatabase> open)
    {
        lock (_opening)
        {
            return _open.TryGetValue(key, out var opened) ? opened : _open[key] = open();
        }
    }
}

/// <summary>Registers the operations' storage.</summary>
public static class OperationsStorageHosting
{
    /// <summary>One for the program, however often it is added. Settings are in section <c>Operations</c>.</summary>
    public static IServiceCollection AddOperationsStorage(this IServiceCollection services)
    {
        services.AddOptions<OperationsOptions>().BindConfiguration(OperationsOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OperationsOptions>, OperationsOptionsCheck>());
        services.TryAddSingleton<OperationsStorage>();
        return services;
    }
}
