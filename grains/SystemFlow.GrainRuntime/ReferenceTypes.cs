using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace SystemFlow.GrainRuntime;

/// <summary>
/// Makes references. For each interface a class is written once, at its first use: a call costs neither
/// reflection nor an array of boxed arguments.
/// </summary>
internal sealed class ReferenceTypes
{
    private static readonly MethodInfo Call = typeof(GrainReference).GetMethod(
        nameof(GrainReference.Call), BindingFlags.Instance | BindingFlags.NonPublic)!;

    private readonly ConcurrentDictionary<Type, Func<GrainReference>> _makers = new();

    /// <exception cref="ArgumentException">The type is not an interface, or a method cannot be a message.</exception>
    public GrainReference Create(Type type, MessageTarget target)
    {
        var reference = _makers.GetOrAdd(type, MakerFor)();
        reference.Target = target;
        return reference;
    }

    private static Func<GrainReference> MakerFor(Type type)
    {
        if (!type.IsInterface) throw new ArgumentException($"{type} is not an interface: grains are called by one.");
        return Expression.Lambda<Func<GrainReference>>(Expression.New(Write(type))).Compile();
    }

    private static Type Write(Type type)
    {
        var methods = type.GetInterfaces().Prepend(type)
            .SelectMany(each => each.GetMethods(BindingFlags.Instance | BindingFlags.Public))
            .Select(method => (Method: method, Compiled: GrainMethod.Create(method)))
            .ToList();
        var written = Open(type, methods.Select(m => m.Method));
        var fields = methods.Select((m, i) => Implement(written, m.Method, m.Compiled, $"Method{i}")).ToList();

        var finished = written.CreateType();
        foreach (var (field, (_, compiled)) in fields.Zip(methods))
            finished.GetField(field, BindingFlags.Static | BindingFlags.Public)!.SetValue(null, compiled);
        return finished;
    }

    private static TypeBuilder Open(Type type, IEnumerable<MethodInfo> methods)
    {
        var name = $"{type.FullName}Reference";
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(name), AssemblyBuilderAccess.Run);
        var used = methods.SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType));
        var seen = new HashSet<Assembly> { typeof(GrainReference).Assembly };
        foreach (var each in type.GetInterfaces().Append(type).Concat(used)) AddAssemblies(each, seen);

        // Grain interfaces and messages are internal where only one project uses them.
        var access = typeof(IgnoresAccessChecksToAttribute).GetConstructors().Single();
        foreach (var open in seen)
            assembly.SetCustomAttribute(new CustomAttributeBuilder(access, [open.GetName().Name!]));

        var sealedClass = TypeAttributes.Public | TypeAttributes.Sealed;
        return assembly.DefineDynamicModule(name).DefineType(name, sealedClass, typeof(GrainReference), [type]);
    }

    private static void AddAssemblies(Type type, HashSet<Assembly> seen)
    {
        seen.Add(type.Assembly);
        if (type.GetElementType() is { } element) AddAssemblies(element, seen);
        foreach (var argument in type.GenericTypeArguments) AddAssemblies(argument, seen);
    }

    /// <summary>Writes <c>Task M(a, b) => Call(Method0, (a, b))</c>, and returns the name of the field.</summary>
    private static string Implement(TypeBuilder written, MethodInfo method, GrainMethod compiled, string name)
    {
        var field = written.DefineField(name, compiled.GetType(), FieldAttributes.Static | FieldAttributes.Public);
        var parameters = method.GetParameters().Select(p => p.ParameterType).ToArray();
        var body = written.DefineMethod(
            $"{method.DeclaringType!.FullName}.{method.Name}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.NewSlot,
            method.ReturnType, parameters);
        written.DefineMethodOverride(body, method);

        var types = compiled.GetType().GenericTypeArguments;
        var code = body.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldsfld, field);
        for (var i = 1; i <= parameters.Length; i++) code.Emit(OpCodes.Ldarg, (short)i);
        if (parameters.Length > 0) code.Emit(OpCodes.Newobj, types[0].GetConstructor(parameters)!);
        else code.Emit(OpCodes.Ldloc, code.DeclareLocal(types[0]));
        code.Emit(OpCodes.Call, Call.MakeGenericMethod(types));
        if (method.ReturnType == typeof(void)) code.Emit(OpCodes.Pop);
        else if (method.ReturnType.IsValueType) code.Emit(OpCodes.Newobj, FromTask(method.ReturnType, types[1]));
        code.Emit(OpCodes.Ret);
        return name;
    }

    private static ConstructorInfo FromTask(Type valueTask, Type result) =>
        valueTask.GetConstructor([valueTask.IsGenericType ? typeof(Task<>).MakeGenericType(result) : typeof(Task)])!;
}
