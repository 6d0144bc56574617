"""What the README and the examples' READMEs tell people to type works as printed."""
import os
import re
import subprocess
from pathlib import Path

import support

BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


class Readme(support.Case):
    def blocks(self):
        return BLOCK.findall((support.ROOT / "README.md").read_text(encoding="utf-8"))

    def test_the_main_job(self):
        """The block that writes a pack and telemetry is run as it stands, in an empty folder."""
        jobs = [block for block in self.blocks() if "<<" in block]
        self.assertEqual(len(jobs), 1)
        path = f"{Path(support.TRIPLINE).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(["bash", "-c", jobs[0]], capture_output=True, cwd=self.folder, check=False, env={**os.environ, "PATH": path})
        said = done.stdout.decode("utf-8") + done.stderr.decode("utf-8")
        self.assertEqual(done.returncode, 1, said)
        self.assertIn("take_over", said)
        self.assertIn("core_speed", said)

    def test_streets(self):
        """Each line of the small example does what is said below it."""
        page = (support.ROOT / "examples" / "streets" / "README.md").read_text(encoding="utf-8")
        path = f"{Path(support.TRIPLINE).resolve().parent}{os.pathsep}{os.environ['PATH']}"
        said = []
        for line in BLOCK.findall(page)[0].splitlines():
            done = subprocess.run(["bash", "-c", line], capture_output=True, cwd=support.ROOT, check=False, env={**os.environ, "PATH": path})
            self.assertIn(done.returncode, (0, 1), done.stderr)
            said.append(done.stdout.decode("utf-8"))
        self.assertIn("scenarios passed", said[1])
        self.assertIn("2 violations", said[2])
        self.assertRegex(said[3], "rule core_speed: no violations, 0 tolerated, 1 near")
        self.assertIn("40.5 km/h", said[4])

    def test_commands_of_dev_exist(self):
        known = subprocess.run(["./dev", "help"], capture_output=True, cwd=support.ROOT, check=True).stdout.decode("utf-8")
        for block in self.blocks():
            for command in re.findall(r"^\./dev (\w+)", block, re.MULTILINE):
                self.assertIn(f"\n  {command} ", known)

    def test_links_lead_somewhere(self):
        for page in [support.ROOT / "README.md", *support.ROOT.glob("docs/*.md"), *support.ROOT.glob("examples/*/README.md")]:
            for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
                if "://" not in target:
                    self.assertTrue((page.parent / target).exists(), f"{page}: {target}")


if __name__ == "__main__":
    support.main()
