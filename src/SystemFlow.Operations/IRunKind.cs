namespace SystemFlow.Operations;

/// <summary>Whether what happens is real. In a replay or with the simulator nobody must be woken by it.</summary>
public interface IRunKind
{
    /// <summary>Whether messages are exercises.</summary>
    bool IsExercise { get; }
}
