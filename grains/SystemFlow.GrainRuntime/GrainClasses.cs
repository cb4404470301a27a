using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Concurrency;

namespace SystemFlow.GrainRuntime;

/// <summary>A grain class, and how to make one of it.</summary>
internal sealed class GrainClass(Type type, IServiceProvider services)
{
    private readonly ObjectFactory _make = ActivatorUtilities.CreateFactory(type, Type.EmptyTypes);

    public string Name { get; } = type.FullName!;

    public bool IsReentrant { get; } = type.IsDefined(typeof(ReentrantAttribute), inherit: true);

    /// <summary>What one activation may take from the container. It is disposed with the activation.</summary>
    public AsyncServiceScope OpenScope() => services.CreateAsyncScope();

    public Grain Create(AsyncServiceScope scope) => (Grain)_make(scope.ServiceProvider, null);
}

/// <summary>Which class stands behind an interface.</summary>
internal sealed class GrainClasses(IServiceProvider services, IEnumerable<Assembly> assemblies)
{
    private readonly ConcurrentDictionary<(Type Interface, string? Prefix), GrainClass> _found = new();
    private readonly ConcurrentDictionary<Type, GrainClass> _classes = new();

    /// <exception cref="ArgumentException">No class or more than one fits.</exception>
    public GrainClass Find(Type grainInterface, string? prefix) =>
        _found.GetOrAdd((grainInterface, string.IsNullOrWhiteSpace(prefix) ? null : prefix), Find);

    private GrainClass Find((Type Interface, string? Prefix) sought)
    {
        var all = assemblies.Append(sought.Interface.Assembly).Distinct()
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsSubclassOf(typeof(Grain)) && !type.IsAbstract
                && type.IsAssignableTo(sought.Interface))
            .ToList();
        var fitting = sought.Prefix is { } prefix
            ? all.Where(type => type.FullName!.StartsWith(prefix, StringComparison.Ordinal)).ToList()
            : all;
        var chosen = fitting.Count == 1 ? fitting[0] : fitting.SingleOrDefault(type => IsPreferred(type, sought));
        return chosen is null
            ? throw new ArgumentException(Problem(sought, all, fitting))
            : _classes.GetOrAdd(chosen, type => new GrainClass(type, services));
    }

    // As in Orleans: the whole name goes before a longer one, and HospitalGrain is the class of IHospitalGrain.
    private static bool IsPreferred(Type type, (Type Interface, string? Prefix) sought) =>
        sought.Prefix is { } whole ? type.FullName == whole : sought.Interface.Name[1..] == type.Name;

    private static string Problem((Type Interface, string? Prefix) sought, List<Type> all, List<Type> fitting)
    {
        var prefix = sought.Prefix is null ? "" : $" with the prefix '{sought.Prefix}'";
        var found = string.Join(", ", all.Select(type => type.FullName));
        return fitting.Count == 0
            ? $"No grain class implements {sought.Interface}{prefix}. Classes that do without it: "
                + $"{(found.Length == 0 ? "none" : found)}. Name their assembly in AddGrainEngine."
            : $"More than one grain class implements {sought.Interface}{prefix}: {found}. "
                + "Give the class's full name as the prefix.";
    }
}
