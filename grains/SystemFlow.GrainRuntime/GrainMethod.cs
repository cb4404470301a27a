using System.Linq.Expressions;
using System.Reflection;
using Orleans;
using Orleans.Concurrency;

namespace SystemFlow.GrainRuntime;

/// <summary>Stands for "no result" where a result's type is needed.</summary>
internal readonly struct Nothing;

/// <summary>A method of a grain's or an observer's interface: how it is called, compiled once.</summary>
internal abstract class GrainMethod(MethodInfo method)
{
    // More would need nested tuples.
    public const int MostParameters = 7;

    private static readonly Type[] Tuples =
    [
        typeof(ValueTuple), typeof(ValueTuple<>), typeof(ValueTuple<,>), typeof(ValueTuple<,,>),
        typeof(ValueTuple<,,,>), typeof(ValueTuple<,,,,>), typeof(ValueTuple<,,,,,>), typeof(ValueTuple<,,,,,,>),
    ];

    public string Name { get; } = $"{method.DeclaringType!.Name}.{method.Name}";

    public bool IsOneWay { get; } = method.ReturnType == typeof(void) || method.IsDefined(typeof(OneWayAttribute));

    public bool IsAlwaysInterleave { get; } = method.IsDefined(typeof(AlwaysInterleaveAttribute));

    public bool IsReadOnly { get; } = method.IsDefined(typeof(ReadOnlyAttribute));

    /// <exception cref="ArgumentException">The method cannot be a message.</exception>
    public static GrainMethod Create(MethodInfo method)
    {
        if (Problem(method) is { } problem)
            throw new ArgumentException($"{method.DeclaringType}.{method.Name} cannot be a message: {problem}");
        var parameters = method.GetParameters().Select(p => p.ParameterType).ToArray();
        var tuple = Tuples[parameters.Length];
        var arguments = parameters.Length == 0 ? tuple : tuple.MakeGenericType(parameters);
        var type = typeof(GrainMethod<,>).MakeGenericType(arguments, ResultOf(method));
        return (GrainMethod)Activator.CreateInstance(type, method)!;
    }

    private static Type ResultOf(MethodInfo method) =>
        method.ReturnType.IsGenericType ? method.ReturnType.GenericTypeArguments[0] : typeof(Nothing);

    private static string? Problem(MethodInfo method)
    {
        var returned = method.ReturnType.IsGenericType
            ? method.ReturnType.GetGenericTypeDefinition()
            : method.ReturnType;
        var isOneWay = method.IsDefined(typeof(OneWayAttribute));
        var hasResult = returned == typeof(Task<>) || returned == typeof(ValueTask<>);
        var isTask = hasResult || returned == typeof(Task) || returned == typeof(ValueTask);
        if (hasResult && isOneWay) return "a [OneWay] method has no result.";
        if (method.DeclaringType!.IsAssignableTo(typeof(IGrainObserver)))
        {
            if (returned != typeof(void) && !(isTask && isOneWay))
                return "a grain does not wait for an observer: let it return void, or a task and be [OneWay].";
        }
        else if (!isTask)
        {
            return "it must return Task or ValueTask, with or without a result.";
        }

        if (method.IsGenericMethodDefinition || method.GetParameters().Any(p => p.ParameterType.IsByRef))
            return "type parameters and ref or out parameters are not supported.";
        return method.GetParameters().Length > MostParameters
            ? $"it has more than {MostParameters} parameters. Put them in a record."
            : null;
    }
}

/// <inheritdoc/>
/// <typeparam name="TArguments">A value tuple of the parameters.</typeparam>
/// <typeparam name="TResult">What the task brings; <see cref="Nothing"/> where it brings nothing.</typeparam>
internal sealed class GrainMethod<TArguments, TResult>(MethodInfo method) : GrainMethod(method)
{
    private readonly Func<object, TArguments, Task> _call = Compile(method);

    /// <summary>Calls the method. Never throws: an error is in the task.</summary>
    public Task Call(object target, TArguments arguments)
    {
        try
        {
            return _call(target, arguments)
                ?? Task.FromException(new InvalidOperationException($"{Name} returned null instead of a task."));
        }
        catch (Exception error)
        {
            return Task.FromException(error);
        }
    }

    private static Func<object, TArguments, Task> Compile(MethodInfo method)
    {
        var target = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(TArguments));
        var items = method.GetParameters().Select((_, i) => Expression.Field(arguments, $"Item{i + 1}"));
        var call = Expression.Call(Expression.Convert(target, method.DeclaringType!), method, items);
        Expression task = method.ReturnType == typeof(void)
            ? Expression.Block(call, Expression.Property(null, typeof(Task), nameof(Task.CompletedTask)))
            : method.ReturnType.IsValueType ? Expression.Call(call, nameof(ValueTask.AsTask), null) : call;
        return Expression.Lambda<Func<object, TArguments, Task>>(
            Expression.Convert(task, typeof(Task)), target, arguments).Compile();
    }
}
