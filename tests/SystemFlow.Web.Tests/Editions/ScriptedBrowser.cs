namespace SystemFlow.Web.Tests.Editions;

/// <summary>A program that prints as a browser is asked to, counts how often, and can be held up or made to fail.</summary>
internal sealed class ScriptedBrowser : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("systemflow-browser-");
    private readonly int _failsFirst;

    public ScriptedBrowser() => Write();

    /// <summary>How many of its first prints fail.</summary>
    public int FailsFirst
    {
        get => _failsFirst;
        init
        {
            _failsFirst = value;
            Write();
        }
    }

    public string Path => In("browser");

    /// <summary>How often it was started.</summary>
    public int Prints => File.Exists(In("prints")) ? File.ReadAllLines(In("prints")).Length : 0;

    /// <summary>What it was started with in its environment, of the last print.</summary>
    public string Environment => File.ReadAllText(In("environment"));

    /// <summary>Until <see cref="Release"/> no print ends.</summary>
    public void Hold() => File.WriteAllText(In("held"), "");

    public void Release() => File.Delete(In("held"));

    public void Dispose() => _folder.Delete(recursive: true);

    private string In(string name) => System.IO.Path.Combine(_folder.FullName, name);

    private void Write()
    {
        File.WriteAllText(Path, $$"""
            #!/bin/sh
            env > {{In("environment")}}
            echo print >> {{In("prints")}}
            while [ -e {{In("held")}} ]; do sleep 0.05; done
            [ "$(wc -l < {{In("prints")}})" -le {{FailsFirst}} ] && exit 1
            for argument in "$@"; do
              case "$argument" in --print-to-pdf=*) printf '%%PDF-1.4 a print' > "${argument#--print-to-pdf=}";; esac
            done

            """.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
